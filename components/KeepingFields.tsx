import type { Keeping } from '../lib/model';
import { words } from '../lib/words';
import { SelectField, TextField } from './FormFields';

/** How a token is to be kept, as chosen in a form. `same`: as the one before. */
export type KeepingDraft = { keep: Keeping['mode'] | 'same'; passphrase: string };

/** What the background is told; nothing: as the token before. */
export function keepingOf({ keep, passphrase }: KeepingDraft): Keeping | undefined {
  if (keep === 'same') return undefined;
  return keep === 'passphrase' ? { mode: keep, passphrase } : { mode: keep };
}

/** Where the token stays, how long, and what opens it. */
export function KeepingFields(props: {
  draft: KeepingDraft;
  /** There is a token already: it may be kept as it is. */
  hasToken: boolean;
  problem?: string | undefined;
  onChange: (changes: Partial<KeepingDraft>) => void;
}) {
  const { draft, onChange } = props;
  // Without one before it, a token is kept as the first choice says.
  const keep = draft.keep === 'same' && !props.hasToken ? 'disk' : draft.keep;
  const same = { value: 'same', label: words('optionsKeepSame') } as const;
  return (
    <>
      <SelectField
        label={words('optionsKeep')}
        value={keep}
        choices={[
          ...(props.hasToken ? [same] : []),
          { value: 'disk', label: words('optionsKeepDisk') },
          { value: 'session', label: words('optionsKeepSession') },
          { value: 'passphrase', label: words('optionsKeepPassphrase') },
        ]}
        hint={hintOf(keep)}
        onChange={(chosen) => onChange({ keep: chosen })}
      />
      {keep === 'passphrase' && (
        <TextField
          label={words('optionsPassphrase')}
          type="password"
          value={draft.passphrase}
          hint={words('optionsPassphraseHint')}
          problem={props.problem}
          onChange={(passphrase) => onChange({ passphrase })}
        />
      )}
    </>
  );
}

function hintOf(keep: KeepingDraft['keep']): string | undefined {
  if (keep === 'disk') return words('optionsKeepDiskHint');
  if (keep === 'session') return words('optionsKeepSessionHint');
  return keep === 'passphrase' ? words('optionsKeepPassphraseHint') : undefined;
}
