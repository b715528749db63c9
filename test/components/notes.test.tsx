// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionState } from '../../components/ConnectionState';
import { ErrorNote } from '../../components/ErrorNote';
import { asAppError, type ErrorKind } from '../../lib/errors';
import type { Connection, SyncStatus } from '../../lib/model';
import { now } from './nodes';
import { allByRole, byRole, click, draw, speak, speakEnglish } from './screen';

beforeEach(speakEnglish);

describe('an error', () => {
  it.each<[ErrorKind, string, string | undefined]>([
    ['not-configured', 'No dbt project connected', 'Open settings'],
    ['not-allowed', 'Access needed', 'Allow access'],
    ['no-token', 'A token is needed', 'Add a token'],
    ['unauthorized', 'A token is needed', 'Replace token'],
    ['forbidden', 'This token may not read that', 'Replace token'],
    ['no-jobs', 'No jobs found for this project', 'Open dbt'],
    ['not-found', 'dbt does not know this environment', 'Open settings'],
    ['not-an-api', 'This address does not answer like dbt', 'Open settings'],
    ['rate-limited', 'dbt asked us to wait', undefined],
    ['unavailable', 'dbt cannot be reached', 'Try again'],
    ['bad-response', 'dbt answered in a shape we do not know', 'How to report this'],
    ['storage', "The browser's storage is in the way", 'Try again'],
    ['disconnected', 'The extension was updated', 'Reload this page'],
    ['bug', 'Something is wrong on our side', 'How to report this'],
  ])('of kind %s says "%s" and offers: %s', (kind, title, action) => {
    const onAct = vi.fn();
    const place = draw(<ErrorNote error={{ kind, message: 'What happened.' }} onAct={onAct} />);
    expect(byRole(place, 'alert').textContent).toContain(`${title}What happened.`);
    const buttons = allByRole(place, 'button');
    expect(buttons.map((button) => button.textContent)).toEqual(action === undefined ? [] : [action]);
    for (const button of buttons) click(button);
    expect(onAct).toHaveBeenCalledTimes(buttons.length);
  });

  it.each([
    ['unavailable', true],
    ['bad-response', true],
    ['rate-limited', true],
    ['unauthorized', false],
    ['no-jobs', false],
    ['storage', false],
  ])('of kind %s leads to the status page of dbt: %s', (kind, isLed) => {
    const place = draw(<ErrorNote error={{ kind, message: 'What happened.' }} />);
    const links = allByRole(place, 'link').map((link) => link.getAttribute('href'));
    expect(links).toEqual(isLed ? ['https://status.getdbt.com'] : []);
    const own = draw(<ErrorNote error={{ kind, message: 'x' }} isFromDbt={false} />);
    expect(allByRole(own, 'link')).toEqual([]);
  });

  it('links the status page once where its sentence names it, and no other address', () => {
    const message = 'Trouble at https://evil.example/. See https://status.getdbt.com. Bye.';
    const place = draw(<ErrorNote error={{ kind: 'unavailable', message }} />);
    expect(allByRole(place, 'link').map((link) => link.getAttribute('href'))).toEqual(['https://status.getdbt.com']);
    expect(place.textContent).toContain(message);
  });

  it('that nobody foresaw is told once, in the language of the page, without its own text', () => {
    speak('de');
    const place = draw(<ErrorNote error={asAppError(new Error('secret'))} />);
    expect(byRole(place, 'alert').textContent).toBe('Der Fehler liegt bei uns.');
  });

  it('shows no step that the surface cannot take', () => {
    const error = { kind: 'unavailable', message: 'x' };
    expect(allByRole(draw(<ErrorNote error={error} />), 'button')).toEqual([]);
    expect(allByRole(draw(<ErrorNote error={error} onAct={() => undefined} offers={['allow']} />), 'button')).toEqual(
      [],
    );
  });

  it('says when dbt wants to be asked again', () => {
    const error = { kind: 'rate-limited', message: 'x', retryAt: now };
    expect(draw(<ErrorNote error={error} />).textContent).toMatch(/Next try: .*August 20, 2026/);
  });

  it('shows markup in a message as text', () => {
    const place = draw(<ErrorNote error={{ kind: 'bug', message: '<img src=x>' }} />);
    expect(place.textContent).toContain('<img src=x>');
    expect(place.querySelector('img')).toBeNull();
  });
});

describe('the state of a connection', () => {
  const connection: Connection = {
    id: 'c',
    name: 'Prod',
    dialect: 'bigquery',
    sites: [],
    onlyWhere: [],
    isStaging: true,
    source: { kind: 'artifacts', baseUrl: 'https://docs.example.org/' },
  };
  const status: SyncStatus = { connectionId: 'c', nodeCount: 412, generation: 1, notes: [] };
  const show = (
    changes: Partial<SyncStatus>,
    onSync = () => undefined,
    onAct: (action: string) => void = () => undefined,
  ) =>
    draw(
      <ConnectionState
        connection={connection}
        status={{ ...status, ...changes }}
        now={now}
        onSync={onSync}
        onAct={onAct}
        offers={['retry']}
      />,
    );

  it('tells those who hear it that a sync begins and ends, and neither each step of it nor each minute after', () => {
    const progress = { done: 500, total: 9000, startedAt: '2026-08-20T11:59:00Z' };
    const heard = (changes: Partial<SyncStatus>) =>
      [...show(changes).querySelectorAll('[role="status"]')].map((one) => one.textContent);
    expect(heard({ progress })).toEqual(['Reading …']);
    expect(heard({ progress: { ...progress, done: 1000 } })).toEqual(['Reading …']);
    expect(heard({ syncedAt: '2026-08-20T11:58:00Z' })).toEqual(['synced']);
    expect(heard({ syncedAt: '2026-08-20T11:20:00Z' })).toEqual(['synced']);
    expect(show({ progress }).textContent).toContain('500 of 9,000');
  });

  it('says how much of the files is read before the first table is known', () => {
    const progress = { done: 0, bytes: { done: 31_000_000, total: 150_000_000 }, startedAt: '2026-08-20T11:59:00Z' };
    const place = show({ progress });
    expect(place.textContent).toContain("Reading dbt's files: 31 of 150 MB");
    expect(place.querySelector('progress')?.getAttribute('value')).toBe('31000000');
    expect(show({ progress: { ...progress, done: 5, total: 9 } }).textContent).toContain('Reading from dbt: 5 of 9');
  });

  it('says how far it is with putting in order what was read', () => {
    const progress = {
      done: 16_800,
      total: 16_800,
      filing: { done: 9000, total: 33_600 },
      startedAt: '2026-08-20T11:59:00Z',
    };
    const place = show({ progress });
    expect(place.textContent).toContain('Putting 16,800 tables in order');
    expect(place.querySelector('progress')).toMatchObject({ value: 9000, max: 33_600 });
  });

  it('tells name, warehouse, source, and how old the data are', () => {
    const place = show({ syncedAt: '2026-08-20T11:55:00Z' });
    expect(place.textContent).toBe(
      'Prod StagingBigQueryhttps://docs.example.org/412 tablessynced 5 minutes agosyncedRefresh',
    );
    expect(place.querySelector('time')?.title).toMatch(/2026/);
  });

  it('tells how far a running sync is and lets nobody start a second', () => {
    const place = show({ progress: { done: 1200, total: 4000, startedAt: '2026-08-20T11:59:00Z' } });
    expect(place.textContent).toContain('Reading from dbt: 1,200 of 4,000');
    expect(place.querySelector('progress')).toMatchObject({ value: 1200, max: 4000 });
    expect(byRole(place, 'button', 'Refresh')).toHaveProperty('disabled', true);
  });

  it('says that nothing was read yet', () => {
    expect(show({}).textContent).toContain('Not synced yet');
  });

  it('shows error and notes beside the old data, and refreshes on demand', () => {
    const [onSync, onAct] = [vi.fn(), vi.fn()];
    const place = show(
      {
        syncedAt: '2026-08-20T11:55:00Z',
        error: { kind: 'unavailable', message: 'Offline.', at: '2026-08-20T11:59:00Z' },
        notes: [{ kind: 'no-jobs', message: 'No jobs found for this project' }],
      },
      onSync,
      onAct,
    );
    expect(place.textContent).toContain('412 tables');
    expect(byRole(place, 'alert').textContent).toContain('Offline.');
    expect(place.textContent).toContain('No jobs found for this project');
    click(byRole(place, 'button', 'Open dbt'));
    expect(onAct).toHaveBeenCalledWith('open-dbt');
    click(byRole(place, 'button', 'Refresh'));
    expect(onSync).toHaveBeenCalledOnce();
  });
});
