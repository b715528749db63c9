import type { Setting } from './probe';
import { drawn, expect, test } from './stage';

const setting: Setting = {
  dialect: 'postgres',
  tables: ['shop.marts.orders', 'shop.marts.customers', 'shop.raw.events', 'shop.old.orders'],
  session: { database: 'shop', schema: 'marts' },
};
const text = 'select * from marts.orders o\njoin customers c using (id)\nwhere x in (select id from raw.events)';
const names = ['marts.orders', 'customers', 'raw.events'];
const engines = ['monaco', 'codemirror6', 'codemirror5', 'ace'] as const;

for (const kind of [...engines, 'jush', 'pre'] as const) {
  test(`${kind}: what is unchanged keeps its range and its detection, whatever else happens on the page`, async ({
    stage,
  }) => {
    await stage.make(kind, { text });
    expect(await stage.marked(setting)).toEqual(names);
    await stage.page.evaluate(() => document.body.append('results'));
    // Colours may come late and replace what they colour.
    await expect
      .poll(async () => (await stage.look(setting)).marks.map(({ label, isFresh }) => [label, isFresh]))
      .toEqual(names.map((name) => [name, false]));
  });
}

for (const kind of engines) {
  test(`${kind}: a key makes the ranges of its own line only, however long the file is`, async ({ stage }) => {
    const lines = Array.from(
      { length: 20_000 },
      (_, line) => `select ${line} from marts.orders join raw.events on true;`,
    );
    const editor = await stage.make(kind, { text: lines.join('\n') });
    await editor.call('caret', 3, 1);
    await editor.call('focus');
    await expect
      .poll(async () => (await stage.look(setting)).marks.map(({ isFresh }) => isFresh).filter(Boolean))
      .toEqual([]);
    expect((await stage.look(setting)).marks.length).toBeGreaterThan(20);
    for (const key of ['x', ' ', '/']) {
      // Ace colours all lines anew some time after a key: then another key has to tell.
      await expect
        .poll(async () => {
          await stage.page.keyboard.type(key);
          await drawn(stage.page);
          return (await stage.look(setting)).marks.filter(({ isFresh }) => isFresh).length;
        })
        .toBeLessThanOrEqual(2);
    }
  });

  test(`${kind}: lines that come, go and are joined leave the others as they were, and are read as the whole is`, async ({
    stage,
  }) => {
    const file = Array.from({ length: 200 }, (_, line) =>
      line % 3 === 0 ? `-- ${line}` : `select ${line} from ${line % 2 === 0 ? 'marts.orders' : 'raw.events'};`,
    );
    const editor = await stage.make(kind, { text: file.join('\n') });
    await editor.call('caret', 9, 1);
    await editor.call('focus');
    await stage.marked(setting);
    const { keyboard } = stage.page;
    const ways = [
      () => keyboard.press('Enter'),
      () => keyboard.press('Backspace'),
      () => keyboard.press('Delete'),
      () => keyboard.type('from customers c '),
      () => keyboard.type('/* '),
      () => keyboard.type('*/ ; '),
      () => keyboard.insertText('select * from orders;\nuse old;\nselect 1 from'),
      () => keyboard.press('ArrowDown'),
      () => keyboard.press('End'),
      () => keyboard.press('Control+z'),
    ];
    // The same walk each time, without a library for it.
    let random = 7;
    for (let step = 0; step < 90; step++) {
      random = (random * 48_271) % 2_147_483_647;
      await ways[random % ways.length]?.();
      await drawn(stage.page);
      await stage.marked(setting);
    }
    await editor.call('replace', file.join('\n'));
    await editor.call('caret', 8, 1);
    // The caret comes into sight.
    await keyboard.press('x');
    await editor.call('scrollTo', 1);
    await drawn(stage.page);
    await stage.marked(setting);
    for (const key of ['Enter', 'Enter', 'Backspace']) {
      await keyboard.press(key);
      await drawn(stage.page);
      const { marks } = await stage.look(setting);
      expect(marks.length).toBeGreaterThan(8);
      // What the end of the window shows now, and what was typed beside.
      expect(marks.filter(({ isFresh }) => isFresh).length).toBeLessThan(4);
    }
  });

  test(`${kind}: pasting and undoing change the marks with the text`, async ({ stage }) => {
    const editor = await stage.make(kind, { text: '' });
    await editor.call('focus');
    await stage.page.keyboard.insertText(text.replaceAll('\n', ' '));
    await drawn(stage.page);
    expect(await stage.marked(setting)).toEqual(names);
    // How much one undo takes back is the editor's own affair: a word in some.
    for (let word = 0; word < 30; word++) await stage.page.keyboard.press('Control+z');
    await drawn(stage.page);
    await expect.poll(() => stage.marked(setting)).toEqual([]);
  });

  test(`${kind}: remembers what scrolled away, and forgets it with the text`, async ({ stage }) => {
    const filler = (what: string) => Array.from({ length: 60 }, (_, line) => `select ${line} from ${what};`);
    const file = [
      'set search_path to old;',
      ...filler('x'),
      'with customers as (',
      '  select 1',
      '), late as (select * from events /* open',
      ...Array.from({ length: 60 }, () => 'from marts.orders'),
      '*/ from raw.events)',
      'select * from customers join orders on true join late on true;',
      ...filler('raw.events'),
    ];
    const editor = await stage.make(kind, { text: file.join('\n'), height: 300 });
    // Line by line, as a wheel does.
    for (let line = 1; line <= 125; line += 8) {
      await editor.call('scrollTo', line);
      await stage.look(setting);
    }
    await editor.call('scrollTo', 125);
    const { marks } = await stage.look(setting);
    const shown = marks.map(({ name }) => name);
    expect(shown).toContain('shop.old.orders');
    expect(shown).not.toContain('shop.marts.customers');
    expect(shown).not.toContain('shop.marts.orders');
    // Another text: no search path was set in it, as far as anybody saw.
    const other = ['-- another', ...Array.from({ length: 300 }, (_, line) => `select ${line}, a from customers;`)];
    await editor.call('replace', other.join('\n'));
    await editor.call('scrollTo', 1);
    expect(new Set((await stage.look(setting)).marks.map(({ name }) => name))).toEqual(
      new Set(['shop.marts.customers']),
    );
  });

  test(`${kind}: a window that begins in the unknown shows no name that is not certain`, async ({ stage }) => {
    const file = [
      'with orders as (',
      ...Array.from({ length: 300 }, (_, line) => `  select ${line} union all`),
      '  select 0)',
      'select * from orders join raw.events on true;',
      'select * from orders;',
      ...Array.from({ length: 40 }, () => ''),
    ];
    const editor = await stage.make(kind, { text: file.join('\n') });
    await editor.call('scrollTo', 295);
    expect((await stage.look(setting)).marks.map(({ name }) => name)).toEqual(['shop.raw.events', 'shop.marts.orders']);
  });

  test(`${kind}: folded lines hide names and nothing else`, async ({ stage }) => {
    const file = [
      'select * from marts.orders where id in (',
      '  select id from raw.events',
      '  )',
      'or true;',
      'select * from customers',
    ];
    const editor = await stage.make(kind, { text: file.join('\n') });
    expect(await stage.marked(setting)).toEqual(names.with(1, 'raw.events').with(2, 'customers'));
    await editor.call('fold', 1, 3);
    await drawn(stage.page);
    await expect.poll(() => stage.marked(setting)).toEqual(['marts.orders', 'customers']);
  });
}

test('wrapped lines are one line: a comment goes on, a name may be broken', async ({ stage }) => {
  const file = `-- ${'a comment that is long '.repeat(4)} select * from raw.events\nselect ${'aaaaaaaa, '.repeat(8)} b from marts.orders`;
  for (const options of [
    { wordWrap: 'on' },
    { wordWrap: 'on', lineNumbers: 'off' },
    { wordWrap: 'on', lineNumbers: 'interval' },
  ]) {
    await stage.make('monaco', { text: file, width: 400, height: 200, options });
    expect(await stage.marked(setting), JSON.stringify(options)).toEqual(['marts.orders']);
    await stage.page.evaluate('editors.clear()');
  }
  await stage.make('ace', { text: file, width: 400, height: 200, options: { wrap: true } });
  expect(await stage.marked(setting)).toEqual(['marts.orders']);
  await stage.make('codemirror5', { text: file, width: 400, height: 200, options: { lineWrapping: true } });
  expect(await stage.marked(setting)).toEqual(['marts.orders', 'marts.orders']);
});

test('relative line numbers are no line numbers', async ({ stage }) => {
  await stage.make('monaco', { text, options: { lineNumbers: 'relative' } });
  expect(await stage.marked(setting)).toEqual(names);
});

test('two carets type at once', async ({ stage }) => {
  const editor = await stage.make('monaco', { text: 'select * from \nwhere true;\nselect * from ' });
  await editor.call('carets', [
    [1, 15],
    [3, 15],
  ]);
  await editor.call('focus');
  await stage.page.keyboard.type('raw.events');
  await drawn(stage.page);
  await expect.poll(() => stage.marked(setting)).toEqual(['raw.events', 'raw.events']);
});

for (const kind of engines) {
  test(`${kind}: an open list of suggestions is no text`, async ({ stage }) => {
    const editor = await stage.make(kind, { text: 'select * from marts.orders\njoin mar' });
    await editor.call('caret', 2, 9);
    await editor.call('focus');
    if (kind === 'codemirror5') await editor.call('hint');
    else await stage.page.keyboard.press('Control+Space');
    await drawn(stage.page);
    expect(await stage.marked(setting)).toEqual(['marts.orders']);
    await stage.page.keyboard.press('Escape');
  });
}

test('two editors side by side are read apart; one in a hidden tab is not read', async ({ stage }) => {
  await stage.make('codemirror6', { text: 'with customers as (select 1) /* open', height: 200 });
  await stage.make('monaco', { text: 'select * from customers', height: 200 });
  await stage.make('ace', { text: 'select * from raw.events', hidden: true });
  expect(await stage.marked(setting)).toEqual(['customers']);
});

test('both sides of a comparison are read, and lines between the lines are not', async ({ stage }) => {
  await stage.make('diff', { text: 'select *\nfrom marts.orders', original: 'select *\nfrom raw.events' });
  await expect.poll(async () => (await stage.marked(setting)).toSorted()).toEqual(['marts.orders', 'raw.events']);
  await stage.page.evaluate('editors.clear()');
  await stage.make('diff', {
    text: 'select *\nfrom marts.orders',
    original: 'select *\nfrom raw.events',
    options: { renderSideBySide: false },
  });
  await expect.poll(() => stage.marked(setting)).toEqual(['marts.orders']);
  await stage.page.evaluate('editors.clear()');
  await stage.make('merge', { text: 'select *\nfrom marts.orders', original: 'select *\nfrom raw.events' });
  await expect.poll(async () => (await stage.marked(setting)).toSorted()).toEqual(['marts.orders', 'raw.events']);
});

test('read-only SQL on a page is read: pre, code, and an editor that nobody can write in', async ({ stage }) => {
  await stage.make('pre', { text, className: 'highlight-sql' });
  await stage.make('pre', { tag: 'code', text: 'select 1 from raw.events', className: 'language-sql' });
  await stage.make('monaco', { text: 'select 1 from customers', height: 100, options: { readOnly: true } });
  expect((await stage.marked(setting)).toSorted()).toEqual([
    'customers',
    'customers',
    'marts.orders',
    'raw.events',
    'raw.events',
  ]);
});

test('drawn blanks, tabs and suggestions in grey are no letters', async ({ stage }) => {
  await stage.make('monaco', {
    text: 'select *\tfrom  marts.orders',
    height: 100,
    options: { renderWhitespace: 'all', experimentalWhitespaceRendering: 'font' },
  });
  await stage.make('ace', { text: 'select *\tfrom  raw.events', height: 100, options: { showInvisibles: true } });
  await stage.make('codemirror5', { text: 'select *\tfrom  customers', height: 100 });
  expect((await stage.marked(setting)).toSorted()).toEqual(['customers', 'marts.orders', 'raw.events']);
});

test('a line that is not drawn to its end leaves what follows in doubt', async ({ stage }) => {
  const long = `select '${'x'.repeat(12_000)}\n' from marts.orders;\nselect * from raw.events`;
  for (const kind of ['monaco', 'codemirror6'] as const) {
    await stage.make(kind, { text: long.replace('\n', '') });
    expect(await stage.marked(setting)).toEqual([]);
    await stage.page.evaluate('editors.clear()');
  }
});

test('the tables of a plain text field are listed, each once, while it is typed in, and drawn nowhere', async ({
  stage,
}) => {
  const field = await stage.make('textarea', { text: 'select * from marts.orders' });
  const listed = async () => (await stage.look(setting)).marks.map(({ name, text: drawn }) => [name, drawn]);
  expect(await listed()).toEqual([['shop.marts.orders', '']]);
  await field.call('focus');
  await stage.page.keyboard.press('Control+End');
  await stage.page.keyboard.type('\njoin raw.events on true join marts.orders o on true');
  expect(new Set((await listed()).map(([name]) => name))).toEqual(new Set(['shop.marts.orders', 'shop.raw.events']));
  await stage.make('textarea', { text: 'Please look at what we read from raw.events' });
  expect(await listed()).toHaveLength(2);
});
