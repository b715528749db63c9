import { visibleText } from './visible-text';

/** dbt's own page about its troubles. */
const statusPage = 'https://status.getdbt.com';

const limit = 600;

/** A sentence about a connection; where it names dbt's status page, that is a link. All else stays text. */
export function Sentence({ text }: { text: string }) {
  const [before = '', ...after] = visibleText(text, limit).split(statusPage);
  return (
    <>
      {before}
      {after.map((rest, at) => [<StatusPage key={`link ${String(at)}`} />, rest])}
    </>
  );
}

/** The link to dbt's status page. */
export function StatusPage() {
  return (
    <a href={statusPage} target="_blank" rel="noopener noreferrer">
      {statusPage}
    </a>
  );
}

/** Whether a sentence names dbt's status page already. */
export function namesStatusPage(text: string): boolean {
  return text.includes(statusPage);
}
