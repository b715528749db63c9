import { useEffect, useState } from 'preact/hooks';
import { CopyQuery } from '../../components/CopyQuery';
import type { PageReport } from '../../lib/messages/protocol';
import type { Connection } from '../../lib/model';
import { type Query, readQuery, rewrite } from './query';

/** The query in front can be copied as soon as it names a table that dbt knows for sure. */
export function QueryActions(props: { tabId: number; reports: PageReport[]; connections: Connection[] }) {
  const { tabId, reports, connections } = props;
  const [query, setQuery] = useState<Query>();
  const ids = connections.map(({ id }) => id).join();
  // Other reports mean another query; `ids` stands for the connections.
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      const found = await readQuery(tabId);
      const isOfUse = found && (await rewrite(found, connections)).replaced > 0;
      if (isCurrent) setQuery(isOfUse ? found : undefined);
    };
    // A page we may not enter has no query for us.
    look().catch(() => isCurrent && setQuery(undefined));
    return () => {
      isCurrent = false;
    };
  }, [tabId, reports, ids]);
  if (!query) return undefined;

  const copy = async (pasted?: string) => {
    // Read anew: what was typed since may name no table, and the list then did not change.
    const now = pasted === undefined ? ((await readQuery(tabId)) ?? query) : { ...query, text: pasted };
    const { text, replaced, left } = await rewrite(now, connections);
    await navigator.clipboard.writeText(text);
    return { replaced, left };
  };
  return <CopyQuery isWhole={query.isWhole} onCopy={copy} />;
}
