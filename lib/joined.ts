/**
 * Parts as one text that lies in one piece. A template gives a text in pieces, and a node that holds one is written as JSON
 * half as fast [2026-11-28: 2,000 nodes 18 ms with three such texts each, 11 ms without].
 */
export function joined(...parts: string[]): string {
  return parts.join('');
}
