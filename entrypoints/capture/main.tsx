import { render } from 'preact';
import { browser } from 'wxt/browser';
import { ownLanguage } from '../../components/time';
import { useTranslator, words } from '../../lib/words';
import { CapturePage } from './CapturePage';
import '../../components/theme.css';
import '../../components/glyph.css';
import '../../components/form.css';
import '../../components/page.css';
import './capture.css';

useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
Object.assign(document.documentElement, ownLanguage());
document.title = words('captureTitle');
const root = document.getElementById('root');
const tabId = Number(new URLSearchParams(location.search).get('tab'));
if (root) render(<CapturePage tabId={tabId} />, root);
