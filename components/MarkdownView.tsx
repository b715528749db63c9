import type { ComponentChildren } from 'preact';
import type { MarkdownNode } from '../lib/markdown';
import { words } from '../lib/words';
import { OutLink } from './OutLink';
import { PlainText } from './PlainText';
import { visibleText } from './visible-text';

/** Long enough for any description: the parser cuts earlier. */
const wholeText = 100_000;

/** Headings of a description stand below the card's own. */
const headings = ['h4', 'h5', 'h6'] as const;

function several(nodes: MarkdownNode[], moreLink: string | undefined): ComponentChildren {
  return nodes.map((node, index) => <One key={index} node={node} moreLink={moreLink} />);
}

function One({ node, moreLink }: { node: MarkdownNode; moreLink: string | undefined }) {
  const inner = (nodes: MarkdownNode[]) => several(nodes, moreLink);
  switch (node.kind) {
    case 'text':
      return <>{visibleText(node.text, wholeText)}</>;
    case 'code':
      return (
        <code>
          <PlainText text={node.text} limit={wholeText} />
        </code>
      );
    case 'break':
      return <br />;
    case 'emphasis':
      return <em>{inner(node.children)}</em>;
    case 'strong':
      return <strong>{inner(node.children)}</strong>;
    case 'struck':
      return <s>{inner(node.children)}</s>;
    case 'link':
      return <OutLink href={node.href}>{inner(node.children)}</OutLink>;
    case 'paragraph':
      return <p dir="auto">{inner(node.children)}</p>;
    case 'quote':
      return <blockquote>{inner(node.children)}</blockquote>;
    case 'heading': {
      const Heading = headings[Math.min(node.level, 3) - 1] ?? 'h6';
      return <Heading dir="auto">{inner(node.children)}</Heading>;
    }
    case 'code-block':
      return (
        // A long line scrolls, so the block must be reachable from the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need it
        <pre dir="ltr" tabIndex={0}>
          {visibleText(node.text, wholeText)}
        </pre>
      );
    case 'rule':
      return <hr />;
    case 'list': {
      const entries = node.entries.map((entry, index) => <li key={index}>{inner(entry)}</li>);
      return node.isOrdered ? <ol start={node.start}>{entries}</ol> : <ul>{entries}</ul>;
    }
    case 'table':
      return <Table head={node.head} rows={node.rows} moreLink={moreLink} />;
    case 'cut':
      return (
        <p>
          {moreLink === undefined ? (
            words('cardDescriptionCut')
          ) : (
            <a href={moreLink} target="_blank" rel="noopener noreferrer">
              {words('cardContinueInDbt')}
            </a>
          )}
        </p>
      );
  }
}

function Table({
  head,
  rows,
  moreLink,
}: {
  head: MarkdownNode[][];
  rows: MarkdownNode[][][];
  moreLink: string | undefined;
}) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, index) => (
            <th key={index} scope="col">
              {several(cell, moreLink)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{several(cell, moreLink)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A description. `moreLink`: dbt's page of the node, for descriptions that were cut. */
export function MarkdownView({ nodes, moreLink }: { nodes: MarkdownNode[]; moreLink?: string }) {
  return <div class="prose">{several(nodes, moreLink)}</div>;
}
