import type { PageCapture, Removal } from '../lib/messages/protocol';
import { type WordKey, words } from '../lib/words';
import { count } from './time';

const sentences: Record<Removal, WordKey> = {
  texts: 'captureTexts',
  scripts: 'captureScripts',
  values: 'captureValues',
  results: 'captureResults',
  links: 'captureLinks',
  pictures: 'capturePictures',
  frames: 'captureFrames',
  attributes: 'captureAttributes',
  rules: 'captureRules',
};

/** One file of the pair: its name, all it holds, and where the browser keeps it for saving. */
export type CaptureFile = { name: string; text: string; address: string };

/** Size in thousands of bytes, one decimal place. */
const kilobytes = (text: string) => count(Math.round(new TextEncoder().encode(text).length / 100) / 10);

/** A page's fixture, shown in full before anything is saved. */
export function CapturePreview({ removed, files }: { removed: PageCapture['removed']; files: CaptureFile[] }) {
  return (
    <>
      <section class="capture-part">
        <h2>{words('captureRemoved')}</h2>
        <ul>
          {removed.map(({ what, count: times }) => (
            <li key={what}>{words(sentences[what], count(times))}</li>
          ))}
        </ul>
        <p class="muted">{words('captureKept')}</p>
      </section>
      <section class="capture-part">
        <h2>{words('captureSave')}</h2>
        <p>{words('captureRead')}</p>
        <p class="capture-files">
          {files.map(({ name, text, address }) => (
            <a key={name} class="button is-main" href={address} download={name}>
              {words('captureSaveFile', name, kilobytes(text))}
            </a>
          ))}
        </p>
      </section>
      {files.map(({ name, text }) => (
        <section key={name} class="capture-part">
          <h2>{words('captureFile', name, kilobytes(text))}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>{text}</pre>
        </section>
      ))}
    </>
  );
}
