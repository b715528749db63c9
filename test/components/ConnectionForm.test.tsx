// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionForm, type ConnectionFormProps } from '../../components/ConnectionForm';
import { connectionOf, draftOf } from '../../components/connection-draft';
import { TokenForm } from '../../components/TokenForm';
import { AppError } from '../../lib/errors';
import type { CheckResult } from '../../lib/messages/protocol';
import type { Connection } from '../../lib/model';
import { recogniseFile } from '../../lib/sources/artifacts/recognise-file';
import { readDbtAddress } from '../../lib/sources/dbt-cloud/urls';
import { allByRole, byRole, choose, click, draw, settle, speakEnglish, type } from './screen';

beforeEach(speakEnglish);

const consoles = [
  { id: 'snowflake', name: 'Snowsight', dialect: 'snowflake' as const, addresses: ['https://app.snowflake.com/*'] },
  { id: 'adminer', name: 'Adminer', dialect: 'postgres' as const, addresses: [] },
];
const pageInDbt = 'https://ab123.us1.dbt.com/deploy/70403/projects/12/environments/345';
const saved: Connection = {
  id: 'c1',
  name: 'Prod',
  dialect: 'snowflake',
  sites: ['https://app.snowflake.com/*'],
  onlyWhere: [],
  isStaging: false,
  source: {
    kind: 'dbt-cloud',
    accessUrl: 'https://ab123.us1.dbt.com',
    discoveryUrl: 'https://ab123.metadata.us1.dbt.com/graphql',
    accountId: '70403',
    projectId: '12',
    environmentId: '345',
    linkStyle: 'catalog',
  },
};

function open(answer: () => Promise<CheckResult>, connection?: Connection, isTokenKept = true, hasToken = false) {
  const onConnect = vi.fn<ConnectionFormProps['onConnect']>(answer);
  const onSaved = vi.fn();
  const place = draw(
    <ConnectionForm
      id="c1"
      connection={connection}
      isTokenKept={isTokenKept}
      hasToken={hasToken}
      consoles={consoles}
      readAddress={readDbtAddress}
      recogniseFile={recogniseFile}
      onConnect={onConnect}
      onSaved={onSaved}
      onCancel={() => undefined}
    />,
  );
  const field = (name: string | RegExp) => byRole(place, 'textbox', name);
  return { place, onConnect, onSaved, field };
}
const fine = () => Promise.resolve<CheckResult>({ steps: [{ step: 'Metadata', outcome: 'ok', message: 'found' }] });

const foreign: Connection = {
  ...saved,
  source: { ...saved.source, discoveryUrl: 'https://metadata.getdbt.com.evil.example/graphql' } as Connection['source'],
};

describe('S18: a host that came in a settings file', () => {
  it('is asked about in the form before a first token goes there, and not again', () => {
    const { place, onConnect, field } = open(fine, foreign);
    type(field('Service token'), 'dbtc_0123456789');
    click(byRole(place, 'button', 'Save'));
    expect(onConnect).not.toHaveBeenCalled();
    click(byRole(place, 'checkbox', /metadata\.getdbt\.com\.evil\.example/));
    click(byRole(place, 'button', 'Save'));
    expect(onConnect).toHaveBeenCalledTimes(1);
    const again = open(fine, foreign, true, true);
    click(byRole(again.place, 'button', 'Save'));
    expect(again.onConnect).toHaveBeenCalledTimes(1);
  });

  it('is asked about where only a token is pasted', () => {
    const onToken = vi.fn(fine);
    const read = readDbtAddress('https://ab123.us1.dbt.com', 'https://metadata.getdbt.com.evil.example/graphql');
    if (read.status !== 'question') throw new Error('there is nothing to ask');
    const place = draw(
      <TokenForm hasToken={false} question={read.question} onToken={onToken} onDone={() => undefined} />,
    );
    type(byRole(place, 'textbox', 'New service token'), 'dbtc_0123456789');
    click(byRole(place, 'button', 'Save'));
    expect(onToken).not.toHaveBeenCalled();
    click(byRole(place, 'checkbox', /evil\.example/));
    click(byRole(place, 'button', 'Save'));
    expect(onToken).toHaveBeenCalledTimes(1);
  });
});

describe('the form', () => {
  it('keeps what is typed as token out of sight and out of the session store', () => {
    const { field } = open(fine);
    const token = field('Service token');
    expect([token.getAttribute('type'), token.getAttribute('autocomplete')]).toEqual(['password', 'off']);
  });

  it('reads account, project and environment from the address of a dbt page', async () => {
    const { place, field, onConnect, onSaved } = open(fine);
    type(field('Name'), 'Prod');
    type(field(/^Access URL/), pageInDbt);
    expect(place.textContent).toContain('Found: ab123.us1.dbt.com · account 70403 · project 12 · environment 345');
    type(field('Service token'), 'dbtc_1');
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect).toHaveBeenCalledWith({ connection: saved, token: 'dbtc_1', keep: { mode: 'disk' }, save: true });
    expect(onSaved).toHaveBeenCalledOnce();
  });

  it('S15: keeps a token sealed when somebody wants that, and asks for the phrase then', async () => {
    const { place, field, onConnect } = open(fine);
    type(field('Name'), 'Prod');
    type(field(/^Access URL/), pageInDbt);
    type(field('Service token'), 'dbtc_1');
    choose(byRole(place, 'combobox', 'Keep the token'), 'passphrase');
    click(byRole(place, 'button', 'Save'));
    expect(byRole(place, 'alert').textContent).toBe('Enter the passphrase that is to seal the token.');
    expect(onConnect).not.toHaveBeenCalled();
    const phrase = field('Passphrase');
    expect([phrase.getAttribute('type'), phrase.getAttribute('autocomplete')]).toEqual(['password', 'off']);
    type(phrase, 'four lamps in a row');
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall?.[0]).toMatchObject({
      token: 'dbtc_1',
      keep: { mode: 'passphrase', passphrase: 'four lamps in a row' },
    });
  });

  it('leaves a stored token as it is kept until somebody chooses otherwise', async () => {
    const { place, onConnect } = open(fine, saved);
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall?.[0]).not.toHaveProperty('keep');
    choose(byRole(place, 'combobox', 'Keep the token'), 'session');
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall?.[0]).toMatchObject({ keep: { mode: 'session' } });
  });

  it('shows every step of a test with its outcome, and is not done when one failed', async () => {
    const { place, field, onSaved } = open(() =>
      Promise.resolve({
        steps: [
          { step: 'Account', outcome: 'ok', message: 'Example' },
          { step: 'Metadata', outcome: 'failed', message: 'dbt refused this token' },
        ],
      }),
    );
    type(field('Name'), 'Prod');
    type(field(/^Access URL/), pageInDbt);
    click(byRole(place, 'button', 'Save'));
    await settle();
    const steps = [...place.querySelectorAll('.steps li')].map((step) => step.textContent);
    expect(steps).toEqual(['Account OKExample', 'Metadata faileddbt refused this token']);
    expect(onSaved).not.toHaveBeenCalled();
  });

  it('offers the environments that a test found and chooses production', async () => {
    const environments = [
      { id: '9', name: 'Staging', deploymentType: 'staging' as const },
      { id: '345', name: 'Live', deploymentType: 'production' as const },
    ];
    const { place, field, onConnect } = open(async () => ({ ...(await fine()), environments }));
    type(field(/^Access URL/), 'ab123.us1.dbt.com');
    click(byRole(place, 'button', 'Test connection'));
    await settle();
    const choice = byRole(place, 'combobox', 'Environment');
    expect(choice).toHaveProperty('value', '345');
    type(field('Name'), 'Prod');
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall).toMatchObject([
      {
        save: true,
        connection: { source: { environmentId: '345', environmentName: 'Live', deploymentType: 'production' } },
      },
    ]);
  });

  it('shows an error with its kind in words', async () => {
    const { place, field } = open(() => Promise.reject(new AppError('unavailable', 'dbt did not answer in 20 s.')));
    type(field(/^Access URL/), pageInDbt);
    click(byRole(place, 'button', 'Test connection'));
    await settle();
    expect(byRole(place, 'alert').textContent).toBe(
      'dbt cannot be reacheddbt did not answer in 20 s.If it lasts, see https://status.getdbt.com',
    );
  });

  it('asks before a token goes to a host that is not dbt', () => {
    const { place, field, onConnect } = open(fine);
    type(field(/^Access URL/), 'https://getdbt.com.evil.example/');
    click(byRole(place, 'button', 'Test connection'));
    expect(onConnect).not.toHaveBeenCalled();
    click(byRole(place, 'checkbox', /evil\.example/));
    click(byRole(place, 'button', 'Test connection'));
    expect(onConnect).toHaveBeenCalledOnce();
  });

  it('names the field that is missing before anything is asked', () => {
    const { place, field, onConnect } = open(fine);
    type(field(/^Access URL/), 'https://ab123.us1.dbt.com');
    click(byRole(place, 'button', 'Save'));
    expect(byRole(place, 'alert').textContent).toBe(
      'Choose the environment. Test the connection to see which there are.',
    );
    expect(onConnect).not.toHaveBeenCalled();
  });

  it('asks for a token where none is kept, before dbt is asked anything', async () => {
    const { place, field, onConnect } = open(fine, undefined, false);
    type(field('Name'), 'Prod');
    type(field(/^Access URL/), pageInDbt);
    for (const button of ['Test connection', 'Save']) {
      click(byRole(place, 'button', button));
      expect(byRole(place, 'alert').textContent).toBe('Paste the token.');
      expect(document.activeElement).toBe(field('Service token'));
    }
    expect(onConnect).not.toHaveBeenCalled();
    type(field('Service token'), 'dbtc_1');
    click(byRole(place, 'button', 'Test connection'));
    await settle();
    expect(onConnect).toHaveBeenCalledOnce();
  });

  it('forgets the environment of another project, and the project of another account', () => {
    const { field } = open(fine, saved);
    const ids = () => ['Account ID', 'Project', 'Environment'].map((name) => field(name));
    const paste = (page: string) => type(field(/^Access URL/), `https://ab123.us1.dbt.com/${page}`);
    paste('deploy/70403/projects/12/jobs');
    expect(ids()).toMatchObject([{ value: '70403' }, { value: '12' }, { value: '345' }]);
    paste('deploy/70403/projects/13/jobs');
    expect(ids()).toMatchObject([{ value: '70403' }, { value: '13' }, { value: '' }]);
    paste('settings/accounts/8');
    expect(ids()).toMatchObject([{ value: '8' }, { value: '' }, { value: '' }]);
  });

  it('shows the field that is wrong, which may be far above the button, or folded away', () => {
    const { place, field } = open(fine, saved);
    type(field('Name'), '');
    click(byRole(place, 'button', 'Save'));
    expect(document.activeElement).toBe(field('Name'));
    type(field('Name'), 'Prod');
    type(field('Job ID'), 'latest');
    click(byRole(place, 'button', 'Save'));
    expect(document.activeElement).toBe(field('Job ID'));
    expect(field('Job ID').closest('details')?.open).toBe(true);
  });

  it('keeps a name of any length by its beginning, which is all that can be kept', async () => {
    const { place, field, onConnect } = open(fine, saved);
    type(field('Name'), 'a'.repeat(300));
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.calls[0]?.[0].connection.name).toHaveLength(200);
  });

  it('leaves the token out when an edited connection keeps its own', async () => {
    const { place, onConnect } = open(fine, saved);
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect).toHaveBeenCalledWith({ connection: saved, save: true });
  });

  it('takes artifacts at an address instead, without a token', async () => {
    const { place, field, onConnect } = open(fine);
    type(field('Name'), 'Core');
    click(byRole(place, 'radio', 'Artifacts at an address'));
    expect(allByRole(place, 'textbox', 'Service token')).toEqual([]);
    type(field('Address of the folder with manifest.json'), 'https://docs.example.org/dbt/manifest.json?x=1');
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall).toMatchObject([
      { connection: { source: { kind: 'artifacts', baseUrl: 'https://docs.example.org/dbt/' } } },
    ]);
  });
});

describe('the form for a job instead of an environment', () => {
  it('offers the job of a pasted address, and then needs no environment', async () => {
    const { place, field, onConnect } = open(fine);
    type(field('Name'), 'Prod');
    type(field(/^Access URL/), 'https://ab123.us1.dbt.com/deploy/70403/projects/12/jobs/4711');
    click(byRole(place, 'radio', 'the latest run of job 4711'));
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall).toMatchObject([
      { save: true, connection: { source: { jobId: '4711', environmentId: '', accountId: '70403' } } },
    ]);
  });

  it('reads the environment as long as nobody chooses the job', async () => {
    const { place, field, onConnect } = open(fine);
    type(field('Name'), 'Prod');
    type(field(/^Access URL/), pageInDbt);
    type(field('Job ID'), '4711');
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall?.[0].connection.source).not.toHaveProperty('jobId');
  });

  it('keeps the choice of a connection that is edited', () => {
    const job: Connection = {
      ...saved,
      source: { ...saved.source, jobId: '7', environmentId: '' } as Connection['source'],
    };
    const draft = draftOf(job, consoles);
    expect(connectionOf(draft, 'save', { id: 'c1', consoles, readAddress: readDbtAddress, before: job })).toEqual(job);
  });
});

describe('the form when the token sees several accounts', () => {
  it('offers them by name', async () => {
    const accounts = [
      { id: '1', name: 'Lantern' },
      { id: '2', name: 'Harbour' },
    ];
    const { place, field, onConnect } = open(async () => ({ ...(await fine()), accounts }));
    type(field(/^Access URL/), 'ab123.us1.dbt.com');
    click(byRole(place, 'button', 'Test connection'));
    await settle();
    const choice = byRole(place, 'combobox', 'Account ID');
    expect(choice.textContent).toBe('Choose …LanternHarbour');
    choose(choice, '2');
    click(byRole(place, 'button', 'Test connection'));
    await settle();
    expect(onConnect.mock.lastCall).toMatchObject([{ connection: { source: { accountId: '2' } } }]);
  });
});

describe('the form in which somebody chooses another project', () => {
  const projects = [
    { id: '12', name: 'Shop' },
    { id: '13', name: 'Works' },
  ];
  const environments = [{ id: '345', name: 'Live', deploymentType: 'production' as const }];

  it('no longer has, nor offers, the environments of the one before', async () => {
    const { place, field, onConnect } = open(async () => ({ ...(await fine()), projects, environments }));
    type(field('Name'), 'Prod');
    type(field(/^Access URL/), pageInDbt);
    click(byRole(place, 'button', 'Test connection'));
    await settle();
    expect(byRole(place, 'combobox', 'Environment')).toHaveProperty('value', '345');
    choose(byRole(place, 'combobox', 'Project'), '13');
    expect(field('Environment')).toHaveProperty('value', '');
    expect(place.querySelector('.steps')).toBeNull();
    click(byRole(place, 'button', 'Save'));
    expect(byRole(place, 'alert').textContent).toMatch(/^Choose the environment/);
    expect(onConnect).toHaveBeenCalledOnce();
    // What a pasted address says itself stays.
    type(field(/^Access URL/), pageInDbt.replace('/345', '/346'));
    expect(field('Environment')).toHaveProperty('value', '346');
    expect(byRole(place, 'combobox', 'Project')).toHaveProperty('value', '12');
  });

  it('chooses among all again where the account is another', async () => {
    const accounts = [
      { id: '70403', name: 'Lantern' },
      { id: '2', name: 'Harbour' },
    ];
    const { place, field } = open(async () => ({ ...(await fine()), accounts, projects, environments }));
    type(field(/^Access URL/), pageInDbt);
    click(byRole(place, 'button', 'Test connection'));
    await settle();
    choose(byRole(place, 'combobox', 'Account ID'), '2');
    expect([field('Project'), field('Environment')]).toMatchObject([{ value: '' }, { value: '' }]);
  });
});

describe('the form for dropped files', () => {
  const manifest = '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json"}}';
  // The fake page's File gives its text; the browser's own slices it
  const file = (name: string, text: string) => new File([text], name);
  const forFiles = (connection?: Connection) => {
    const form = open(fine, connection);
    if (!connection) click(byRole(form.place, 'radio', 'Artifacts as files'));
    const drop = async (...files: File[]) => {
      const zone = form.place.querySelector('.file-drop');
      const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), { dataTransfer: { files } });
      zone?.dispatchEvent(event);
      await vi.waitFor(() => expect(form.place.querySelector('.file-drop li, .file-drop [role=alert]')).not.toBeNull());
      await settle();
    };
    const listed = () => [...form.place.querySelectorAll('.file-drop li')].map((one) => one.textContent);
    return { ...form, drop, listed };
  };

  it("takes several at once, under dbt's names, and hands them over with the connection", async () => {
    const { place, field, onConnect, drop, listed } = forFiles();
    type(field('Name'), 'Core');
    await drop(file('manifest (1).json', manifest), file('catalog.json', '{}'));
    expect(listed()).toEqual(['manifest.json 1 kB', 'catalog.json 1 kB']);
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(onConnect.mock.lastCall).toMatchObject([
      { connection: { source: { kind: 'artifacts', fileNames: ['manifest.json', 'catalog.json'] } }, save: true },
    ]);
    expect(Object.keys(onConnect.mock.lastCall?.[0].files ?? {})).toEqual(['manifest.json', 'catalog.json']);
  });

  it("says in one sentence which file is none of dbt's", async () => {
    const { place, drop } = forFiles();
    await drop(file('notes.json', '{}'));
    expect(byRole(place, 'alert').textContent).toMatch(/^notes\.json: none of dbt's files manifest\.json, /);
  });

  it('asks for manifest.json before anything else happens', () => {
    const { place, onConnect } = forFiles();
    click(byRole(place, 'button', 'Test connection'));
    expect(byRole(place, 'alert').textContent).toBe('Drop in manifest.json: without it there are no tables.');
    expect(onConnect).not.toHaveBeenCalled();
  });

  it('shows what is stored of an edited connection, and updates it by what is dropped', async () => {
    const source = { kind: 'artifacts' as const, fileNames: ['manifest.json', 'catalog.json'] };
    const { place, onConnect, drop, listed } = forFiles({ ...saved, source });
    expect(listed()).toEqual(['manifest.json stored', 'catalog.json stored']);
    await drop(file('catalog.json', '{}'));
    await vi.waitFor(() => expect(listed()).toEqual(['catalog.json 1 kB', 'manifest.json stored']));
    click(byRole(place, 'button', 'Save'));
    await settle();
    expect(Object.keys(onConnect.mock.lastCall?.[0].files ?? {})).toEqual(['catalog.json']);
    expect(onConnect.mock.lastCall).toMatchObject([{ connection: { source } }]);
  });
});

describe('a draft', () => {
  const given = { id: 'c1', consoles, readAddress: readDbtAddress };

  it('of a connection is that connection', () => {
    expect(connectionOf(draftOf(saved, consoles), 'save', { ...given, before: saved })).toEqual(saved);
    const own: Connection = {
      ...saved,
      dialect: 'postgres',
      sites: ['http://localhost:8080/*'],
      onlyWhere: ['db=shop'],
    };
    expect(connectionOf(draftOf(own, consoles), 'save', { ...given, before: own })).toEqual(own);
  });

  it.each([
    ['javascript:alert(1)', undefined],
    ['https://user@host.example/', undefined],
    ['adminer.example.com', ['https://adminer.example.com/*']],
    ['http://localhost:8080/adminer?x', ['http://localhost:8080/*']],
    ['localhost:8080', ['http://localhost:8080/*']],
    ['localhost.example', ['https://localhost.example/*']],
    ['a.example, b.example', ['https://a.example/*', 'https://b.example/*']],
    ['', undefined],
  ])('takes %j as console address: %j', (ownSite, sites) => {
    const draft = { ...draftOf(saved, consoles), consoleIds: [], ownSite };
    const made = connectionOf(draft, 'save', given);
    if (sites === undefined) expect(made).toHaveProperty('field', 'ownSite');
    else expect(made).toHaveProperty('sites', sites);
  });

  it.each(['http://docs.example.org/', 'ftp://x/', 'our docs', ''])('refuses %j as address of artifacts', (baseUrl) => {
    const draft = { ...draftOf(saved, consoles), sourceKind: 'artifacts' as const, baseUrl };
    expect(connectionOf(draft, 'save', given)).toHaveProperty('field', 'baseUrl');
  });

  it.each([
    ['docs.example.org/dbt', 'https://docs.example.org/dbt/'],
    ['localhost:8080', 'http://localhost:8080/'],
    ['127.0.0.1:8080/index.html#!/overview', 'http://127.0.0.1:8080/'],
  ])('takes %j as address of artifacts: %s', (typed, baseUrl) => {
    const draft = { ...draftOf(saved, consoles), sourceKind: 'artifacts' as const, baseUrl: typed };
    expect(connectionOf(draft, 'save', given)).toHaveProperty('source.baseUrl', baseUrl);
  });

  it('forgets the name of an environment when its id changes', () => {
    const before: Connection = {
      ...saved,
      source: { ...saved.source, environmentName: 'Live' } as Connection['source'],
    };
    const draft = { ...draftOf(before, consoles), environmentId: '9' };
    expect(connectionOf(draft, 'save', { ...given, before })).not.toHaveProperty('source.environmentName');
  });
});
