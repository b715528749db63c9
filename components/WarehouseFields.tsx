import { words } from '../lib/words';
import { type ConnectionDraft, type ConsoleChoice, knownConsoles } from './connection-draft';
import { dialectIds, dialectNames } from './dialects';
import { CheckField, SelectField, TextField } from './FormFields';

type Fields = {
  draft: ConnectionDraft;
  consoles: ConsoleChoice[];
  onChange: (changes: Partial<ConnectionDraft>) => void;
  problemOf: (field: keyof ConnectionDraft) => string | undefined;
};

/** Which warehouse it is, and on which pages badges appear. */
export function WarehouseFields(props: Fields) {
  const { draft, consoles, onChange, problemOf } = props;
  return (
    <fieldset class="form-part">
      <legend>{words('optionsWarehousePart')}</legend>
      <div class="form-pair">
        <SelectField
          label={words('optionsWarehouse')}
          value={draft.dialect}
          choices={dialectIds.map((value) => ({ value, label: dialectNames[value] }))}
          onChange={(dialect) =>
            onChange({ dialect, consoleIds: knownConsoles(consoles, dialect).map(({ id }) => id) })
          }
        />
        <TextField
          label={words('optionsName')}
          value={draft.name}
          placeholder={words('optionsNameExample')}
          problem={problemOf('name')}
          onChange={(name) => onChange({ name })}
        />
      </div>
      <ConsoleFields {...props} />
      <details>
        <summary>{words('optionsMoreWarehouse')}</summary>
        <TextField
          label={words('optionsOnlyWhere')}
          value={draft.onlyWhere}
          hint={words('optionsOnlyWhereHint')}
          onChange={(onlyWhere) => onChange({ onlyWhere })}
        />
        <CheckField
          label={words('optionsIsStaging')}
          isChecked={draft.isStaging}
          onChange={(isStaging) => onChange({ isStaging })}
        />
      </details>
    </fieldset>
  );
}

/** The known consoles of the warehouse, and one at an address of one's own. */
export function ConsoleFields({ draft, consoles, onChange, problemOf }: Fields) {
  const known = knownConsoles(consoles, draft.dialect);
  const toggle = (id: string, isChosen: boolean) =>
    onChange({ consoleIds: isChosen ? [...draft.consoleIds, id] : draft.consoleIds.filter((other) => other !== id) });
  return (
    <>
      {known.map((console) => (
        <CheckField
          key={console.id}
          isChecked={draft.consoleIds.includes(console.id)}
          label={
            <>
              {console.name} <span class="muted">{console.addresses.map(hostIn).join(', ')}</span>
            </>
          }
          onChange={(isChosen) => toggle(console.id, isChosen)}
        />
      ))}
      <TextField
        label={words(known.length > 0 ? 'optionsOwnSiteToo' : 'optionsOwnSite')}
        type="url"
        value={draft.ownSite}
        placeholder="https://adminer.example.com/"
        hint={words('optionsOwnSiteHint')}
        problem={problemOf('ownSite')}
        onChange={(ownSite) => onChange({ ownSite })}
      />
    </>
  );
}

/** The host of a match pattern. */
function hostIn(pattern: string): string {
  return /^[^:]+:\/\/([^/]+)/.exec(pattern)?.[1] ?? pattern;
}
