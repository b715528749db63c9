/** A reason to stop that is the caller's to mend: one line on stderr, exit code 2. */
export function refusal(line: string): Error {
  return Object.assign(new Error(line), { name: 'Refusal' });
}

/** What to say of anything thrown, and with which code to exit. */
export function exitOf(thrown: unknown): { line: string; code: 1 | 2 } {
  if (!(thrown instanceof Error)) return { line: String(thrown), code: 1 };
  const [line = ''] = thrown.message.split('\n');
  return thrown.name === 'Refusal' ? { line, code: 2 } : { line: thrown.stack ?? thrown.message, code: 1 };
}
