import type { Console } from './console';

/** `dzd-<id>` or `dzd_<id>`, then `.sagemaker.` (before 2025 `.datazone.`) and the region (AWS toolkit, 2026-07). */
const host = /^dzd[-_][\w-]+\.(sagemaker|datazone)\.[a-z0-9-]+\.on\.aws$/;

/** Its query editor's markup is known to nobody outside. */
export const sagemakerUnifiedStudio: Console = {
  id: 'sagemaker-unified-studio',
  dialect: 'redshift',
  isExperimental: true,
  // A pattern may hold one wildcard, at its front; `isConsole` looks at the rest of the host.
  isConsole: ({ hostname }) => host.test(hostname),
};
