import { render } from 'preact';
import { browser } from 'wxt/browser';
import { ownLanguage } from '../../components/time';
import { useTranslator, words } from '../../lib/words';
import { Search } from './Search';
import '../../components/theme.css';
import '../../components/glyph.css';
import '../../components/form.css';
import '../../components/card.css';
import '../../components/page.css';
import './search.css';

useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
Object.assign(document.documentElement, ownLanguage());
document.title = words('searchTitle');
const root = document.getElementById('root');
if (root) render(<Search />, root);
