// A field that colours what is written in it, in the shape of Adminer's: a `pre` that can be edited, whose whole content is
// written anew at each key, line ends as <br>, known words as links.

const words =
  /('(?:[^']|'')*'?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"]*"?|\b(?:select|from|join|where|with|as|on|insert|into|update|order|by)\b)/gi;

function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

function coloured(text) {
  return text
    .split(words)
    .map((piece, index) => {
      if (index % 2 === 0) {
        return escaped(piece).replace(/\b(orders|customers)\b/g, '<a class="jush-custom" href="?table=$1">$1</a>');
      }
      if (/^'/.test(piece)) return `<span class="jush-apo">${escaped(piece)}</span>`;
      if (/^"/.test(piece)) return `<span class="jush-quo">${escaped(piece)}</span>`;
      if (/^(--|\/\*)/.test(piece)) return `<span class="jush-com">${escaped(piece)}</span>`;
      return `<a class="jush-pgsql_code" href="#${piece}">${piece}</a>`;
    })
    .join('');
}

/** Text nodes and line ends, in order. */
function* partsOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.nodeType === Node.TEXT_NODE || node.nodeName === 'BR') yield node;
}

const said = (node) => (node.nodeName === 'BR' ? '\n' : node.data);
const textOf = (element) => [...partsOf(element)].map(said).join('');

function caretIn(element) {
  const selection = getSelection();
  if (!selection.rangeCount) return 0;
  const range = selection.getRangeAt(0).cloneRange();
  range.setStart(element, 0);
  return textOf(range.cloneContents()).length;
}

function placeCaret(element, offset) {
  let left = offset;
  for (const node of partsOf(element)) {
    if (node.nodeName !== 'BR' && left <= node.data.length) return getSelection().collapse(node, left);
    left -= said(node).length;
  }
  getSelection().collapse(element, element.childNodes.length);
}

/** Written anew as Adminer does it: line ends are elements. One more stands at the end, or the last line would have no height. */
function write(element, text, caret) {
  element.innerHTML = coloured(text).replaceAll('\n', '<br>') + (text.endsWith('\n') ? '<br class="last">' : '');
  placeCaret(element, caret);
}

export function jush(parent, text) {
  const pre = document.createElement('pre');
  pre.className = 'sqlarea jush-pgsql jush';
  pre.contentEditable = 'true';
  pre.spellcheck = false;
  pre.style.cssText = 'width:100%;height:100%;margin:0;overflow:auto;white-space:pre-wrap';
  pre.innerHTML = coloured(text).replaceAll('\n', '<br>');
  const current = () => {
    pre.querySelector('br.last')?.remove();
    return textOf(pre);
  };
  pre.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const at = caretIn(pre);
    const before = current();
    write(pre, `${before.slice(0, at)}\n${before.slice(at)}`, at + 1);
  });
  pre.addEventListener('input', () => {
    const at = caretIn(pre);
    write(pre, current(), at);
  });
  parent.append(pre);
  return pre;
}
