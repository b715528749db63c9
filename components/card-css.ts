import cardStyle from './card.css?inline';
import glyphStyle from './glyph.css?inline';
import themeStyle from './theme.css?inline';

/** Complete style sheet for the closed shadow root of the card's host; `data-theme` goes on the host. */
export const cardCss: string = themeStyle + glyphStyle + cardStyle;
