import { render } from 'preact';
import { browser } from 'wxt/browser';
import { ownLanguage } from '../../components/time';
import { useTranslator, words } from '../../lib/words';
import { Welcome } from './Welcome';
import '../../components/theme.css';
import '../../components/glyph.css';
import '../../components/form.css';
import '../../components/page.css';
import './welcome.css';

useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
Object.assign(document.documentElement, ownLanguage());
document.title = words('welcomeTitle');
const root = document.getElementById('root');
if (root) render(<Welcome />, root);
