import { type Filler, fillAll } from './filler';
import { plainDeclarations } from './styles';

/** What happens to an attribute: its value afterwards, or nothing when it goes. */
export type AttributeContext = {
  filler: Filler;
  /** Words that the page shows and that were filled, in pieces and lower case. */
  hidden: ReadonlySet<string>;
  /** Text of the console's own selectors: what they say stays. */
  selectors: string;
};

/** Attributes that carry values, code or addresses. */
const dropped =
  /^(on|v-on|x-on|jsaction$|value$|checked$|src$|srcset$|srcdoc$|href$|xlink:href$|action$|formaction$|data$|ping$|poster$|nonce$|integrity$|crossorigin$|content$|http-equiv$|cite$|download$|background$|longdesc$|manifest$|profile$|usemap$|itemid$|codebase$|archive$|classid$|is$|autofocus$|allow$|sandbox$|sizes$|media$|rel$)/i;

/** Attributes whose values are words of HTML or ARIA, or counts. */
const enumerated =
  /^(role|type|dir|lang|hidden|open|disabled|readonly|required|multiple|selected|contenteditable|draggable|spellcheck|tabindex|inert|popover|translate|colspan|rowspan|span|scope|width|height|rows|cols|size|align|valign|wrap|nowrap|border|cellpadding|cellspacing|start|reversed|inputmode|autocomplete|aria-(?:expanded|selected|checked|pressed|hidden|haspopup|orientation|multiselectable|multiline|current|busy|live|atomic|relevant|sort|modal|disabled|readonly|required|invalid|autocomplete|level|posinset|setsize|rowcount|rowindex|rowspan|colcount|colindex|colspan|valuemin|valuemax))$/i;
const enumeratedValue = /^(?:[a-z]{0,20}(?:[ -][a-z]{1,20}){0,3}|-?\d{1,5}(?:px|%|em)?)$/i;

/** Attributes by which scripts and styles find an element. */
const identifying =
  /^(id|for|name|slot|part|exportparts|form|list|headers|data-testid|data-test-id|data-test|data-qa|data-cy|data-e2e|data-automation-id|aria-(?:owns|controls|labelledby|describedby|activedescendant|flowto|details|errormessage))$/i;

/** States and sides that components write into attributes of their own. */
const plainValues = new Set(
  'true false on off open closed active inactive checked unchecked selected unselected expanded collapsed visible hidden mixed vertical horizontal left right top bottom start center end middle ltr rtl small medium large dark light none auto yes no enabled disabled default primary secondary row column cell tree treeitem list item group table view schema database folder leaf root'.split(
    ' ',
  ),
);
const longestValue = 300;

/** `orderItem_v2-x` as orderitem_v2, x, order, item, v, x: what could give a hidden word away in another spelling. */
export function* piecesOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}_$]+/gu)) yield word.toLowerCase();
  for (const [piece] of text.matchAll(/\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+/gu)) yield piece.toLowerCase();
}

/** Digits go; words go that the page also shows and that had to be hidden there. */
function plainId(value: string, { filler, hidden, selectors }: AttributeContext): string {
  if (selectors.includes(value)) return value;
  if (value.length > longestValue) return '';
  return value
    .split(/([\p{L}\p{M}\p{N}_$]+)/u)
    .map((word) => {
      if (filler.isName(word) || selectors.includes(word)) return word;
      const isTelling = [...piecesOf(word)].some((piece) => piece.length > 2 && hidden.has(piece));
      return isTelling ? fillAll(word) : word.replace(/\p{N}/gu, '0');
    })
    .join('');
}

/** Any other attribute: what an element is called, or what a component keeps there. */
function plainText(value: string, filler: Filler): string {
  if (plainValues.has(value) || /^-?\d{1,3}$/.test(value)) return value;
  if (value.length > longestValue) return '';
  const isAddress = /^(?:[a-z][\w+.-]*:)?\/|^\?/i.test(value);
  return filler.text(isAddress ? value.replace(/[?#].*$/s, '') : value);
}

/** The value that an attribute keeps; undefined when it goes. Classes stay as they are. `href` is the caller's. */
export function plainAttribute(name: string, value: string, context: AttributeContext): string | undefined {
  if (!/^[a-z_][\w:.-]*$/i.test(name) || dropped.test(name)) return undefined;
  if (name === 'class') return value;
  if (name === 'style') return plainDeclarations(value, context.filler);
  if (identifying.test(name)) return plainId(value, context);
  if (enumerated.test(name) && enumeratedValue.test(value)) return value;
  return plainText(value, context.filler);
}
