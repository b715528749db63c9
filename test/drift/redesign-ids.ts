/** Redesigns made inside the page, by name; `page/redesigns.ts` says what each does. */
export const redesignIds = [
  'translate',
  'rtl',
  'rename',
  'drop-data',
  'drop-aria',
  'tags',
  'flatten',
  'nest',
  'shuffle',
  'virtualise',
  'wrap',
  'split',
  'shadow',
  'scale',
] as const;
