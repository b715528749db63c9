import { render } from 'preact';
import { browser } from 'wxt/browser';
import { ownLanguage } from '../../components/time';
import { useTranslator, words } from '../../lib/words';
import { Options } from './Options';
import '../../components/theme.css';
import '../../components/glyph.css';
import '../../components/form.css';
import '../../components/page.css';
import './options.css';

useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
Object.assign(document.documentElement, ownLanguage());
document.title = words('optionsTitle');
const root = document.getElementById('root');
if (root) render(<Options />, root);
