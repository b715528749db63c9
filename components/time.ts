import { words } from '../lib/words';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Clocks of two machines differ by a little; what lies further ahead than this is not believed. */
const toleratedAheadMs = 5 * minuteMs;

/** The language of our sentences, in the browser's regional variant where it has one ("en-GB" for "en"). */
function locale(): string | undefined {
  const language = words('timeLocale');
  const regional = navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`));
  const chosen = regional ?? language;
  try {
    return Intl.getCanonicalLocales(chosen)[0];
  } catch {
    return undefined;
  }
}

/** Language and direction of our sentences: the card keeps them in a page of another language. */
export function ownLanguage(): { lang: string; dir: 'ltr' | 'rtl' } {
  return { lang: words('timeLocale'), dir: words('timeDirection') === 'rtl' ? 'rtl' : 'ltr' };
}

/** A format of the language, made when first asked for: making one costs more than a hundred uses. */
function kept<Format>(make: (locale: string | undefined) => Format): () => Format {
  let made: { format: Format; language: string; languages: readonly string[] } | undefined;
  return () => {
    const { languages } = navigator;
    const language = words('timeLocale');
    if (made?.language !== language || made.languages !== languages)
      made = { format: make(locale()), language, languages };
    return made.format;
  };
}

const relative = kept((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
const numbers = kept((language) => new Intl.NumberFormat(language));
const plurals = kept((language) => new Intl.PluralRules(language));

/** Milliseconds of an ISO 8601 time; `undefined` for nonsense and for years before dbt (its "never" is the year 1). */
function parse(at: string | undefined): number | undefined {
  const ms = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) || ms < Date.UTC(2000, 0) ? undefined : ms;
}

/** "3 hours ago". `undefined` when the time is unknown or lies in the future: never "in 3 hours". `now` in epoch ms. */
export function ago(at: string | undefined, now: number): string | undefined {
  const ms = parse(at);
  if (ms === undefined || ms - now > toleratedAheadMs) return undefined;
  const age = Math.max(0, now - ms);
  if (age < minuteMs) return words('timeJustNow');
  const format = relative();
  if (age < hourMs) return format.format(-Math.floor(age / minuteMs), 'minute');
  if (age < 2 * dayMs) return format.format(-Math.floor(age / hourMs), 'hour');
  if (age < 60 * dayMs) return format.format(-Math.floor(age / dayMs), 'day');
  if (age < 730 * dayMs) return format.format(-Math.floor(age / (30.44 * dayMs)), 'month');
  return format.format(-Math.floor(age / (365.25 * dayMs)), 'year');
}

/** A length of time in its largest sensible unit: "9 hours", "2 minutes", "3 days". `ms` not negative. */
export function duration(ms: number): string {
  const [value, unit] =
    ms < minuteMs
      ? [ms / 1000, 'second']
      : ms < hourMs
        ? [ms / minuteMs, 'minute']
        : ms < 2 * dayMs && ms !== dayMs
          ? [ms / hourMs, 'hour']
          : [ms / dayMs, 'day'];
  const options = {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    // Less than a second is told with its first digit, however small: "0.04 seconds".
    ...(value < 1
      ? { maximumSignificantDigits: 1 }
      : { maximumFractionDigits: value < 10 && unit === 'second' ? 1 : 0 }),
  } as const;
  const name = JSON.stringify(options);
  lengths[name] ??= kept((language) => new Intl.NumberFormat(language, options));
  return lengths[name]().format(unit === 'second' ? value : Math.floor(value));
}

/** By what they are made with: a handful. */
const lengths: Record<string, () => Intl.NumberFormat> = {};

/** Date, time and zone in full, for titles. `undefined` when the time is unknown. */
export function exactTime(at: string | undefined): string | undefined {
  const ms = parse(at);
  if (ms === undefined) return undefined;
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'long' }).format(ms);
}

/** A day, past or future: "1 Oct 2026". It comes as its midnight in UTC, and is the same day everywhere. */
export function day(at: string | undefined): string | undefined {
  const ms = parse(at);
  return ms === undefined
    ? undefined
    : new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(ms);
}

/** Whether a time is known and lies in the past. */
export function isPast(at: string | undefined, now: number): boolean {
  const ms = parse(at);
  return ms !== undefined && ms <= now;
}

/** A number in the reader's notation. */
export function count(value: number): string {
  return numbers().format(value);
}

/** Which of a sentence's two forms a number takes. */
export function isOne(value: number): boolean {
  return plurals().select(value) === 'one';
}
