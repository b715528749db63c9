import * as z from 'zod/mini';
// Under another name, because the linter takes `z.catch` for a promise's
import { catch as orElse } from 'zod/mini';

/** A field that may be null, missing or of another type: then it is absent, and the node around it is still good. */
export function lenient<Shape extends z.ZodMiniType>(shape: Shape) {
  return orElse(z.nullish(shape), undefined);
}
