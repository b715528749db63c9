import 'fake-indexeddb/auto';
import { vi } from 'vitest';

// WXT's fake browser has native semantics under both names; hiding one leaves Chromium's.
vi.stubGlobal('browser', undefined);
