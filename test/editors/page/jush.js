// A field that colours what is written in it, in the shape of Adminer's: a `pre` that can be edited, whose whole content is
// written anew at each key, line ends as they are, known words as links.

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

function caretIn(element) {
  const selection = getSelection();
  if (!selection.rangeCount) return 0;
  const range = selection.getRangeAt(0).cloneRange();
  range.setStart(element, 0);
  return range.toString().length;
}

function placeCaret(element, offset) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.data.length) return getSelection().collapse(node, left);
    left -= node.data.length;
  }
  getSelection().collapse(element, element.childNodes.length);
}

export function jush(parent, text) {
  const pre = document.createElement('pre');
  pre.className = 'sqlarea jush-pgsql jush';
  pre.contentEditable = 'true';
  pre.spellcheck = false;
  pre.style.cssText = 'width:100%;height:100%;margin:0;overflow:auto;white-space:pre-wrap';
  pre.innerHTML = coloured(text);
  pre.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    document.execCommand('insertText', false, '\n');
  });
  pre.addEventListener('input', () => {
    const at = caretIn(pre);
    pre.innerHTML = coloured(pre.textContent);
    placeCaret(pre, at);
  });
  parent.append(pre);
  return pre;
}
