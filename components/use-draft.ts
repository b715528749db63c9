import { useState } from 'preact/hooks';
import { type AppError, asAppError } from '../lib/errors';
import type { CheckResult } from '../lib/messages/protocol';
import type { Connection, Keeping } from '../lib/model';
import { words } from '../lib/words';
import {
  type ConnectionDraft,
  type ConsoleChoice,
  connectionOf,
  type DraftProblem,
  draftOf,
  type ReadDbtAddress,
} from './connection-draft';
import { keepingOf } from './KeepingFields';

/** What a connection's draft needs from its surface. */
export type DraftProps = {
  /** The connection that is edited; absent: a new one. */
  connection?: Connection | undefined;
  /** What a new connection begins with. */
  start?: Partial<ConnectionDraft>;
  /** Id the connection gets. */
  id: string;
  consoles: ConsoleChoice[];
  readAddress: ReadDbtAddress;
  /**
   * Asks the browser for access (synchronously within the click), then checks; with `save` also keeps. Rejects with AppError.
   * Saved when no step failed.
   */
  onConnect: (question: ConnectQuestion) => Promise<CheckResult>;
  /** A token is stored: none need be given. */
  isTokenKept?: boolean;
  /** Kept: the form has done its work. */
  onSaved: () => void;
  /** The connection has or had a token: the next one may be kept as that one was. */
  hasToken?: boolean;
};

/** `files` by dbt's names: those dropped in since the form was opened. */
export type ConnectQuestion = {
  connection: Connection;
  token?: string;
  keep?: Keeping;
  save: boolean;
  files?: Partial<Record<string, Blob>>;
};

/** What a check or save is doing, and what came of the last one. */
export type Work = { state: 'idle' | 'testing' | 'saving'; result?: CheckResult; error?: AppError };

/** The fields, the first problem in them, and the check or save that runs. */
export function useDraft(props: DraftProps) {
  const { id, consoles, readAddress, isTokenKept, connection: before } = props;
  const [draft, setDraft] = useState<ConnectionDraft>(() => ({
    ...draftOf(before, consoles),
    // Of one that came in a file nobody has been asked yet
    isHostConfirmed: props.hasToken === true,
    ...(before === undefined && props.start),
  }));
  const [problem, setProblem] = useState<DraftProblem>();
  const [work, setWork] = useState<Work>({ state: 'idle' });
  const found = work.result;

  const change = (changes: Partial<ConnectionDraft>) => {
    const left = found && leftBehind(draft, changes, found);
    setDraft((present) => ({ ...present, ...left?.draft, ...changes }));
    setProblem(undefined);
    if (left) setWork({ ...work, result: left.found });
  };
  const finish = (result: CheckResult, isSaving: boolean) => {
    setWork({ state: 'idle', result: { ...found, ...result } });
    setDraft((present) => completed(present, result));
    if (isSaving && result.steps.every(({ outcome }) => outcome !== 'failed')) props.onSaved();
  };
  const run = (purpose: 'test' | 'save') => {
    const connection = connectionOf(draft, purpose, { id, consoles, readAddress, before, found });
    if ('field' in connection) {
      setProblem(connection);
      return;
    }
    const token = draft.token.trim() === '' ? {} : { token: draft.token };
    if (connection.source.kind === 'dbt-cloud' && token.token === undefined && isTokenKept !== true) {
      setProblem({ field: 'token', message: words('optionsTokenMissing') });
      return;
    }
    const keeping = connection.source.kind === 'dbt-cloud' ? keepingOf(draft) : undefined;
    const files = draft.sourceKind === 'files' ? { files: draft.files } : {};
    setWork({ state: purpose === 'test' ? 'testing' : 'saving', ...(found !== undefined && { result: found }) });
    props
      .onConnect({ connection, ...token, ...(keeping && { keep: keeping }), ...files, save: purpose === 'save' })
      .then((result) => finish(result, purpose === 'save'))
      .catch((thrown: unknown) => {
        // Names found earlier stay to choose from; the steps they came with no longer hold.
        setWork({
          state: 'idle',
          error: asAppError(thrown),
          ...(found !== undefined && { result: { ...found, steps: [] } }),
        });
      });
  };
  return { draft, problem, work, change, run };
}

/**
 * What another account or project leaves of the ids that were chosen by name, and of the names to choose from; nothing when it is
 * the same one.
 */
function leftBehind(draft: ConnectionDraft, changes: Partial<ConnectionDraft>, found: CheckResult) {
  const isOther = (field: 'accountId' | 'projectId') => (changes[field] ?? draft[field]) !== draft[field];
  if (!isOther('accountId') && !isOther('projectId')) return undefined;
  const { projects, environments, ...rest } = { ...found, steps: [] };
  const isHere = projects !== undefined && !isOther('accountId');
  return {
    draft: { ...(projects && !isHere && { projectId: '' }), ...(environments && { environmentId: '' }) },
    found: isHere ? { ...rest, projects } : rest,
  };
}

/** What a check found out fills fields that were left empty. */
function completed(draft: ConnectionDraft, { accounts, projects, environments }: CheckResult): ConnectionDraft {
  const onlyAccount = accounts?.length === 1 ? accounts[0]?.id : undefined;
  const onlyProject = projects?.length === 1 ? projects[0]?.id : undefined;
  const production = environments?.find(({ deploymentType }) => deploymentType === 'production');
  const only = environments?.length === 1 ? environments[0] : undefined;
  return {
    ...draft,
    accountId: draft.accountId || (onlyAccount ?? ''),
    projectId: draft.projectId || (onlyProject ?? ''),
    environmentId: draft.environmentId || (draft.readsJob ? '' : (production?.id ?? only?.id ?? '')),
  };
}
