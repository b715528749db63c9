import type { CheckResult } from '../lib/messages/protocol';
import { words } from '../lib/words';
import type { ConnectionDraft, ReadDbtAddress } from './connection-draft';
import { RadioField, SelectField, TextField } from './FormFields';
import { HostQuestion } from './HostQuestion';
import { KeepingFields } from './KeepingFields';
import { visibleText } from './visible-text';

/** A draft, what changes it, and what is wrong with it. */
export type DraftFields = {
  draft: ConnectionDraft;
  onChange: (changes: Partial<ConnectionDraft>) => void;
  problemOf: (field: keyof ConnectionDraft) => string | undefined;
};

/** What the dbt platform's fields need besides. */
export type CloudFieldsProps = DraftFields & {
  /** As of `ConnectionForm`. */
  hasToken: boolean;
  isTokenKept: boolean;
  /** What the last test found: names to choose from. */
  result: CheckResult | undefined;
  readAddress: ReadDbtAddress;
};

/** Where in the dbt platform the project is, the token that reads it, and where links lead. */
export function CloudFields(props: CloudFieldsProps) {
  const { draft, onChange, problemOf, result } = props;
  const read = draft.dbtUrl.trim() === '' ? undefined : props.readAddress(draft.dbtUrl, draft.discoveryUrl);
  const paste = (dbtUrl: string) => {
    const found = props.readAddress(dbtUrl);
    if (found.status === 'refused') return onChange({ dbtUrl, discoveryUrl: '', isHostConfirmed: false });
    onChange({ dbtUrl, discoveryUrl: '', isHostConfirmed: false, ...idsWith(draft, found.address) });
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
        <HostQuestion
          question={read.question}
          isConfirmed={draft.isHostConfirmed}
          isMissing={problemOf('isHostConfirmed') !== undefined}
          onChange={(isHostConfirmed) => onChange({ isHostConfirmed })}
        />
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
        placeholder={props.isTokenKept ? words('optionsTokenKept') : ''}
        hint={<TokenAdvice />}
        problem={problemOf('token')}
        onChange={(token) => onChange({ token })}
      />
      <KeepingFields draft={draft} hasToken={props.hasToken} problem={problemOf('passphrase')} onChange={onChange} />
      <SelectField
        label={words('optionsLinkStyle')}
        value={draft.linkStyle}
        choices={[
          { value: 'catalog', label: words('optionsLinkCatalog') },
          { value: 'docs', label: words('optionsLinkDocs') },
        ]}
        onChange={(linkStyle) => onChange({ linkStyle })}
      />
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
      </details>
    </>
  );
}

type Ids = Pick<ConnectionDraft, 'accountId' | 'projectId' | 'environmentId' | 'jobId'>;

/** The ids of a pasted address, completed by those that stand there, unless they are of another account or project. */
function idsWith(draft: Ids, found: Partial<Ids>): Ids {
  const isOther = (field: keyof Ids) => draft[field] !== '' && (found[field] ?? draft[field]) !== draft[field];
  const isOtherAccount = isOther('accountId');
  const isOtherProject = isOtherAccount || isOther('projectId');
  return {
    accountId: found.accountId ?? draft.accountId,
    projectId: found.projectId ?? (isOtherAccount ? '' : draft.projectId),
    environmentId: found.environmentId ?? (isOtherProject ? '' : draft.environmentId),
    jobId: found.jobId ?? (isOtherProject ? '' : draft.jobId),
  };
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
