import { emptySight, type Sight } from './seen';
import { isOurs } from './watch';

/** What a row is made of and says. `key`: alike for rows that are alike, whatever element they are; `nodes`: the row and all that is in it. */
export type Content = { key: string; nodes: Node[] };

/** Nothing of ours is told. Undefined where a shadow root holds what nobody can compare. */
export function contentOf(row: Element): Content | undefined {
  const nodes: Node[] = [row];
  let key = '';
  for (const node of nodes) {
    key += `\n${node.nodeName} ${node.nodeValue}`;
    if (!(node instanceof Element)) continue;
    if (node.shadowRoot) return undefined;
    // Each of `attributes` would become an object.
    for (const name of node.getAttributeNames()) key += ` ${name}=${node.getAttribute(name)}`;
    const before = nodes.length;
    for (let child = node.firstChild; child; child = child.nextSibling) if (!isOurs(child)) nodes.push(child);
    // With the number of children of each, this order tells what is in what.
    key += ` ${nodes.length - before}`;
  }
  return { key, nodes };
}

/** What was found in a row. */
type Found = Node | { nodes?: Text[]; element?: Element };

/** Makes what was found in a row what is found in another one that is alike. */
export type Turn = <Some extends Found>(found: Some) => Some;

/** Undefined where it is the same row. */
export function turn(from: Content, to: Content): Turn | undefined {
  if (from.nodes.every((node, at) => node === to.nodes[at])) return undefined;
  // as: the same markup has the same kinds of nodes
  const nodeFor = <Kind extends Node>(node: Kind) => (to.nodes[from.nodes.indexOf(node)] ?? node) as Kind;
  return (found) => {
    if (found instanceof Node) return nodeFor(found);
    const { nodes, element } = found;
    const turned = [nodes && { nodes: nodes.map(nodeFor) }, element && { element: nodeFor(element) }];
    return Object.assign({}, found, ...turned);
  };
}

export function sightTurned(sight: Sight, turn: Turn): Sight {
  const turned = emptySight();
  // as: the keys of the type that it has, each with things of one kind
  for (const key of Object.keys(sight) as (keyof Sight)[]) turned[key] = (sight[key] as Found[]).map(turn) as never;
  return turned;
}
