import { useState } from 'preact/hooks';
import type { CheckResult } from '../lib/messages/protocol';
import { words } from '../lib/words';
import type { ConnectionDraft, ReadDbtAddress } from './connection-draft';
import { FileDrop } from './FileDrop';
import { CheckField, RadioField, SelectField, TextField } from './FormFields';
import { KeepingFields } from './KeepingFields';
import { visibleText } from './visible-text';

type Fields = {
  draft: ConnectionDraft;
  onChange: (changes: Partial<ConnectionDraft>) => void;
  problemOf: (field: keyof ConnectionDraft) => string | undefined;
};

type CloudFieldsProps = Fields & {
  /** A token is stored already; the field may stay empty. */
  hasToken: boolean;
  /** What the last test found: names to choose from. */
  result: CheckResult | undefined;
  readAddress: ReadDbtAddress;
  /** Which of dbt's files a file is, by dbt's name; nothing when it is none of them. */
  recogniseFile: (file: File) => Promise<string | undefined>;
};

/** Where dbt's metadata come from: the dbt platform, or a project's artifacts, at an address or dropped in. */
export function SourceFields(props: CloudFieldsProps) {
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
function FileFields({ draft, onChange, problemOf, recogniseFile }: CloudFieldsProps) {
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

function CloudFields(props: CloudFieldsProps) {
  const { draft, onChange, problemOf, result } = props;
  const read = draft.dbtUrl.trim() === '' ? undefined : props.readAddress(draft.dbtUrl, draft.discoveryUrl);
  const paste = (dbtUrl: string) => {
    const found = props.readAddress(dbtUrl);
    if (found.status === 'refused') return onChange({ dbtUrl, discoveryUrl: '', isHostConfirmed: false });
    const { accountId, projectId, environmentId, jobId } = found.address;
    onChange({
      dbtUrl,
      discoveryUrl: '',
      isHostConfirmed: false,
      ...(accountId !== undefined && { accountId }),
      ...(projectId !== undefined && { projectId }),
      ...(environmentId !== undefined && { environmentId }),
      ...(jobId !== undefined && { jobId }),
    });
  };
  return (
    <>
      <TextField
        label={words('optionsDbtUrl')}
        type="url"
        value={draft.dbtUrl}
        placeholder="https://ab123.us1.dbt.com/"
        hint={<AddressFound read={read} />}
        problem={problemOf('dbtUrl') ?? (read?.status === 'refused' ? read.message : undefined)}
        onChange={paste}
      />
      {read?.status === 'question' && (
        <div class="note" data-state="caution">
          <CheckField
            label={visibleText(read.question)}
            isChecked={draft.isHostConfirmed}
            onChange={(isHostConfirmed) => onChange({ isHostConfirmed })}
          />
          {problemOf('isHostConfirmed') !== undefined && (
            <p class="form-problem" role="alert">
              {words('optionsConfirmHost')}
            </p>
          )}
        </div>
      )}
      <div class="form-triple">
        <IdField
          label={words('optionsAccountId')}
          value={draft.accountId}
          found={result?.accounts}
          problem={problemOf('accountId')}
          onChange={(accountId) => onChange({ accountId })}
        />
        <IdField
          label={words('optionsProject')}
          value={draft.projectId}
          found={result?.projects}
          problem={problemOf('projectId')}
          onChange={(projectId) => onChange({ projectId })}
        />
        <IdField
          label={words('optionsEnvironment')}
          value={draft.environmentId}
          found={result?.environments}
          problem={problemOf('environmentId')}
          onChange={(environmentId) => onChange({ environmentId })}
        />
      </div>
      {draft.jobId.trim() !== '' && (
        <RadioField
          legend={words('optionsReadsFrom')}
          value={draft.readsJob ? 'job' : 'environment'}
          choices={[
            {
              value: 'environment',
              label: words('optionsReadsEnvironment'),
              hint: words('optionsReadsEnvironmentHint'),
            },
            {
              value: 'job',
              label: words('optionsReadsJob', visibleText(draft.jobId, 20)),
              hint: words('optionsReadsJobHint'),
            },
          ]}
          onChange={(choice) => onChange({ readsJob: choice === 'job' })}
        />
      )}
      <TextField
        label={words('optionsToken')}
        type="password"
        value={draft.token}
        placeholder={props.hasToken ? words('optionsTokenKept') : ''}
        hint={<TokenAdvice />}
        problem={problemOf('token')}
        onChange={(token) => onChange({ token })}
      />
      <KeepingFields draft={draft} hasToken={props.hasToken} problem={problemOf('passphrase')} onChange={onChange} />
      <details>
        <summary>{words('optionsMoreDbt')}</summary>
        <TextField
          label={words('optionsDiscoveryUrl')}
          type="url"
          value={draft.discoveryUrl}
          placeholder={read === undefined || read.status === 'refused' ? '' : read.address.discoveryUrl}
          hint={words('optionsDiscoveryUrlHint')}
          problem={problemOf('discoveryUrl')}
          onChange={(discoveryUrl) => onChange({ discoveryUrl, isHostConfirmed: false })}
        />
        <TextField
          label={words('optionsJobId')}
          isDigits
          value={draft.jobId}
          hint={words('optionsJobIdHint')}
          problem={problemOf('jobId')}
          onChange={(jobId) => onChange({ jobId })}
        />
        <SelectField
          label={words('optionsLinkStyle')}
          value={draft.linkStyle}
          choices={[
            { value: 'catalog', label: words('optionsLinkCatalog') },
            { value: 'docs', label: words('optionsLinkDocs') },
          ]}
          onChange={(linkStyle) => onChange({ linkStyle })}
        />
      </details>
    </>
  );
}

function AddressFound({ read }: { read: ReturnType<ReadDbtAddress> | undefined }) {
  if (read === undefined || read.status === 'refused') return <>{words('optionsDbtUrlHint')}</>;
  const { accessUrl, accountId, projectId, environmentId } = read.address;
  const found = [
    words('optionsFoundHost', new URL(accessUrl).host),
    accountId !== undefined && words('optionsFoundAccount', accountId),
    projectId !== undefined && words('optionsFoundProject', projectId),
    environmentId !== undefined && words('optionsFoundEnvironment', environmentId),
  ];
  return <span role="status">{found.filter((part) => part !== false).join(' · ')}</span>;
}

/** An id: typed, or chosen by name once a test has found the names. */
function IdField(props: {
  label: string;
  value: string;
  found: { id: string; name: string; deploymentType?: string }[] | undefined;
  problem: string | undefined;
  onChange: (id: string) => void;
}) {
  const { label, value, found, problem, onChange } = props;
  if (found === undefined || found.length === 0) {
    return <TextField label={label} isDigits value={value} problem={problem} onChange={onChange} />;
  }
  const choices = found.map(({ id, name, deploymentType }) => ({
    value: id,
    label: visibleText(
      deploymentType === undefined || deploymentType === name.toLowerCase() ? name : `${name} (${deploymentType})`,
      80,
    ),
  }));
  const isKnown = choices.some((choice) => choice.value === value);
  const first = { value, label: value === '' ? words('optionsChoose') : value };
  return (
    <SelectField
      label={label}
      value={value}
      choices={isKnown ? choices : [first, ...choices]}
      problem={problem}
      onChange={onChange}
    />
  );
}

function TokenAdvice() {
  return (
    <>
      <p>{words('optionsTokenAdvice')}</p>
      <p>{words('optionsTokenStays')}</p>
    </>
  );
}
