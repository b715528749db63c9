import 'fake-indexeddb/auto';
import { vi } from 'vitest';

// WXT's fake browser has native semantics under both names; hiding one makes the real polyfill wrap the other, as in the product.
vi.stubGlobal('browser', undefined);
