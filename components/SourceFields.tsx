import { useState } from 'preact/hooks';
import { words } from '../lib/words';
import { CloudFields, type CloudFieldsProps } from './CloudFields';
import { FileDrop } from './FileDrop';
import { RadioField, TextField } from './FormFields';
import { visibleText } from './visible-text';

type SourceFieldsProps = CloudFieldsProps & {
  /** Which of dbt's files a file is, by dbt's name; nothing when it is none of them. */
  recogniseFile: (file: File) => Promise<string | undefined>;
};

/** Where dbt's metadata come from: the dbt platform, or a project's artifacts, at an address or dropped in. */
export function SourceFields(props: SourceFieldsProps) {
  const { draft, onChange, problemOf } = props;
  return (
    <fieldset class="form-part">
      <legend>{words('optionsSourcePart')}</legend>
      <RadioField
        legend={words('optionsSourceKind')}
        value={draft.sourceKind}
        choices={[
          { value: 'dbt-cloud', label: words('optionsSourceCloud'), hint: words('optionsSourceCloudHint') },
          { value: 'artifacts', label: words('optionsSourceArtifacts'), hint: words('optionsSourceArtifactsHint') },
          { value: 'files', label: words('optionsSourceFiles'), hint: words('optionsSourceFilesHint') },
        ]}
        onChange={(sourceKind) => onChange({ sourceKind })}
      />
      {draft.sourceKind === 'files' && <FileFields {...props} />}
      {draft.sourceKind === 'dbt-cloud' && <CloudFields {...props} />}
      {draft.sourceKind === 'artifacts' && (
        <TextField
          label={words('optionsBaseUrl')}
          type="url"
          value={draft.baseUrl}
          placeholder="https://docs.example.com/dbt/"
          hint={words('optionsBaseUrlHint')}
          problem={problemOf('baseUrl')}
          onChange={(baseUrl) => onChange({ baseUrl })}
        />
      )}
    </fieldset>
  );
}

/** dbt's files, dropped in several at once or one after another; a file of the same name takes the place of the former. */
function FileFields({ draft, onChange, problemOf, recogniseFile }: SourceFieldsProps) {
  const [refused, setRefused] = useState<string[]>([]);
  const take = async (dropped: File[]) => {
    const names = await Promise.all(dropped.map((file) => recogniseFile(file).catch(() => undefined)));
    // Of two manifests nobody can tell which one is meant
    const twice = new Set(names.filter((name, at) => name !== undefined && names.indexOf(name) !== at));
    const known = dropped.flatMap((file, at) => {
      const name = names[at];
      return name === undefined || twice.has(name) ? [] : [[name, file] as const];
    });
    const strange = dropped.filter((_, at) => names[at] === undefined).map(({ name }) => visibleText(name, 100));
    setRefused([
      ...(strange.length > 0 ? [words('optionsFilesStrange', strange.join(', '))] : []),
      ...(twice.size > 0 ? [words('optionsFilesTwice', [...twice].join(', '))] : []),
    ]);
    if (known.length > 0) onChange({ files: { ...draft.files, ...Object.fromEntries(known) } });
  };
  const dropped = Object.entries(draft.files).flatMap(([name, file]) => (file ? [{ name, bytes: file.size }] : []));
  const kept = draft.keptFiles.filter((name) => draft.files[name] === undefined).map((name) => ({ name }));
  return (
    <FileDrop
      label={words('optionsFiles')}
      hint={words('optionsFilesHint')}
      files={[...dropped, ...kept]}
      problem={refused.length > 0 ? refused.join(' ') : problemOf('files')}
      onFiles={(files) => void take(files)}
    />
  );
}
