import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { Confirmed } from '../../components/Confirmed';
import { send } from '../../lib/messages/client';
import type { Connection } from '../../lib/model';
import { hostsOf } from '../../lib/sites';
import { words } from '../../lib/words';

/** What is stored, what leaves this computer and where to, and the way to be rid of it all. */
export function Privacy(props: { connections: Connection[]; attempt: (work: Promise<unknown>) => void }) {
  const { connections, attempt } = props;
  const [isDone, setIsDone] = useState(false);
  const hosts = [...new Set(connections.flatMap(hostsOf))].map((pattern) => pattern.replace(/^\w+:\/\/|\/\*$/g, ''));
  const forget = async () => {
    await send('disconnect', {});
    const { origins = [] } = await browser.permissions.getAll();
    if (origins.length > 0) await browser.permissions.remove({ origins }).catch(() => undefined);
    setIsDone(true);
  };
  return (
    <section class="part" aria-labelledby="privacy">
      <h2 id="privacy">{words('optionsPrivacy')}</h2>
      <div class="panel-box">
        <dl class="facts">
          <dt>{words('optionsKept')}</dt>
          <dd>{words('optionsKeptText')}</dd>
          <dt>{words('optionsTokens')}</dt>
          <dd>{words('optionsTokensText')}</dd>
          <dt>{words('optionsLeaves')}</dt>
          <dd>
            {words('optionsStored')}
            {hosts.length > 0 && <span class="mono hosts">{hosts.join(', ')}</span>}
          </dd>
          <dt>{words('optionsNever')}</dt>
          <dd>{words('optionsNeverText')}</dd>
        </dl>
        <div class="form-buttons">
          <Confirmed
            label={words('optionsForgetAll')}
            question={words('optionsForgetAllQuestion')}
            yes={words('optionsForgetAllYes')}
            onYes={() => attempt(forget())}
          />
        </div>
        <p class="muted" role="status">
          {isDone ? words('optionsForgotten') : ''}
        </p>
      </div>
    </section>
  );
}
