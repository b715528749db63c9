import type { ComponentChildren } from 'preact';

/** The host as it travels: letters of other scripts as punycode, so that no look-alike passes. Nothing for what is not https. */
function hostOf(href: string | undefined): string | undefined {
  try {
    const { protocol, host, username, password } = new URL(href ?? '');
    return protocol === 'https:' && username === '' && password === '' ? host : undefined;
  } catch {
    return undefined;
  }
}

/** A link somebody else wrote: the reader sees where it really leads before clicking. What may not be a link stays text. */
export function OutLink({ href, children }: { href: string | undefined; children: ComponentChildren }) {
  const host = hostOf(href);
  if (href === undefined || host === undefined) return <>{children}</>;
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">
        <bdi dir="auto">{children}</bdi>
      </a>{' '}
      <bdi class="host" dir="ltr">
        ({host})
      </bdi>
    </>
  );
}
