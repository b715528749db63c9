/** What a question searches for, in small letters: its words, those of a name pasted from a query without its dots and quotes. */
export function searchWords(question: string): string[] {
  return question.toLowerCase().match(/[^\s."`]+/g) ?? [];
}
