import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ConnectionDraft, type DraftProblem, sitesOf } from '../../components/connection-draft';
import { dialectIds, dialectNames } from '../../components/dialects';
import { RadioField } from '../../components/FormFields';
import { SourceFields } from '../../components/SourceFields';
import { useAskedBeforeLeaving } from '../../components/use-asked-before-leaving';
import { useDraft } from '../../components/use-draft';
import { useShownProblem } from '../../components/use-shown-problem';
import { ConsoleFields } from '../../components/WarehouseFields';
import { WorkResult } from '../../components/WorkResult';
import { askForSites } from '../../lib/ask-access';
import { connect } from '../../lib/connect-form';
import { choices } from '../../lib/consoles/choices';
import { type AppError, asAppError } from '../../lib/errors';
import { recogniseFile } from '../../lib/sources/artifacts/recognise-file';
import { readDbtAddress } from '../../lib/sources/dbt-cloud/urls';
import { words } from '../../lib/words';
import { Done } from './Done';

/** The steps in their order; the last one has nothing to fill in. */
const done = 3;

/** Opens once after the installation: warehouse, access to its console, dbt; then everything is there. */
export function Welcome() {
  const [step, setStep] = useState(0);
  const [id] = useState(() => crypto.randomUUID());
  const [refused, setRefused] = useState<AppError>();
  const [siteProblem, setSiteProblem] = useState<DraftProblem>();
  const [isTyped, setIsTyped] = useState(false);
  const { draft, problem, work, change, run } = useDraft({
    id,
    consoles: choices,
    start: { name: dialectNames.snowflake },
    readAddress: readDbtAddress,
    onConnect: connect,
    onSaved: () => setStep(done),
  });
  const shown = siteProblem ?? problem;
  const problemOf = (field: keyof ConnectionDraft) => (shown?.field === field ? shown.message : undefined);
  const steps = useShownProblem<HTMLOListElement>(shown);
  useAskedBeforeLeaving(isTyped && step !== done);
  const edit = (changes: Partial<ConnectionDraft>) => {
    setSiteProblem(undefined);
    setRefused(undefined);
    change(changes);
  };
  const allow = () => {
    const sites = sitesOf(draft, choices);
    if (!Array.isArray(sites)) return setSiteProblem(sites);
    // Nothing may be awaited before this: the browser asks only in a click.
    askForSites(sites).then(
      () => setStep(2),
      (thrown: unknown) => setRefused(asAppError(thrown)),
    );
  };
  const warehouse = dialectNames[draft.dialect];

  return (
    <main>
      <header class="page-head">
        <img src="/icon/48.png" width="40" height="40" alt="" />
        <div>
          <h1>{words('welcomeTitle')}</h1>
          <p class="muted">{words('welcomeIntro')}</p>
        </div>
      </header>
      <p class="note sample-offer" data-state="unknown">
        <span>{words('welcomeSample')}</span>
        <a class="button" href="/sample.html">
          {words('welcomeTrySample')}
        </a>
      </p>
      <ol class="plain welcome-steps" ref={steps}>
        <Step at={0} step={step} title={words('welcomeWarehouse')} told={warehouse} onReturn={() => setStep(0)}>
          <RadioField
            legend={words('welcomeWarehouseWhich')}
            value={draft.dialect}
            isNarrow
            choices={dialectIds.map((value) => ({ value, label: dialectNames[value] }))}
            onChange={(dialect) =>
              edit({
                dialect,
                name: dialectNames[dialect],
                consoleIds: choices
                  .filter((known) => known.dialect === dialect && known.addresses.length > 0)
                  .map((known) => known.id),
              })
            }
          />
          <button type="button" class="button is-main" onClick={() => setStep(1)}>
            {words('welcomeNext')}
          </button>
        </Step>
        <Step
          at={1}
          step={step}
          title={words('welcomeConsole')}
          told={words('welcomeAllowed')}
          onReturn={() => setStep(1)}
        >
          <ConsoleFields draft={draft} consoles={choices} onChange={edit} problemOf={problemOf} />
          <p class="muted">{words('welcomeConsoleText')}</p>
          {refused && (
            <p class="form-problem" role="alert">
              {refused.message}
            </p>
          )}
          <button type="button" class="button is-main" onClick={allow}>
            {words('errorActionAllow')}
          </button>
        </Step>
        <Step at={2} step={step} title={words('welcomeDbt')} told="" onReturn={() => setStep(2)}>
          <form
            class="connection-form"
            autocomplete="off"
            aria-label={words('welcomeDbt')}
            onSubmit={(event) => {
              event.preventDefault();
              run('save');
            }}
          >
            <SourceFields
              draft={draft}
              hasToken={false}
              isTokenKept={false}
              result={work.result}
              readAddress={readDbtAddress}
              recogniseFile={recogniseFile}
              onChange={(changes) => {
                setIsTyped(true);
                edit(changes);
              }}
              problemOf={problemOf}
            />
            <WorkResult work={work} />
            <div class="form-buttons">
              <button type="submit" class="button is-main" disabled={work.state !== 'idle'}>
                {words(work.state === 'saving' ? 'optionsSaving' : 'welcomeConnect')}
              </button>
              <button type="button" class="button" disabled={work.state !== 'idle'} onClick={() => run('test')}>
                {words(work.state === 'testing' ? 'optionsTesting' : 'optionsTest')}
              </button>
            </div>
          </form>
        </Step>
        <Step at={done} step={step} title={words('welcomeDone')} told="">
          <Done connectionId={id} />
        </Step>
      </ol>
    </main>
  );
}

/** One step: closed before its turn, open in it, one line after it. Its heading takes the focus when its turn comes. */
function Step(props: {
  at: number;
  step: number;
  title: string;
  /** What was chosen, for the line. */
  told: string;
  onReturn?: () => void;
  children: ComponentChildren;
}) {
  const { at, step, title, told, onReturn, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const isOpen = at === step;
  const wasOpen = useRef(isOpen);
  // With the drawing, not after it: whoever is quick has a field in hand by then.
  useLayoutEffect(() => {
    if (isOpen && !wasOpen.current) heading.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <li class="welcome-step" data-turn={isOpen ? 'now' : at < step ? 'past' : 'later'} aria-current={isOpen && 'step'}>
      <div class="section-head">
        <h2 ref={heading} tabIndex={-1}>
          <span class="welcome-number" aria-hidden="true">
            {at < step ? '✓' : at + 1}
          </span>
          <span>
            {title}
            {at < step && told !== '' && <span class="muted"> {told}</span>}
          </span>
        </h2>
        {at < step && step < done && onReturn && (
          <button
            type="button"
            class="button is-quiet"
            aria-label={`${words('welcomeChange')}: ${title}`}
            onClick={onReturn}
          >
            {words('welcomeChange')}
          </button>
        )}
      </div>
      {isOpen && <div class="welcome-body">{children}</div>}
    </li>
  );
}
