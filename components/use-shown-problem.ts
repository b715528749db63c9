import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DraftProblem } from './connection-draft';

/** A form in which each new problem is shown: the form is longer than a window, and what is wrong may be out of sight or folded away. */
export function useShownProblem<E extends HTMLElement>(problem: DraftProblem | undefined): RefObject<E | null> {
  const form = useRef<E>(null);
  useEffect(() => {
    if (problem === undefined) return;
    const said = form.current?.querySelector('.form-problem');
    const folded = said?.closest('details');
    if (folded) folded.open = true;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    said?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  return form;
}
