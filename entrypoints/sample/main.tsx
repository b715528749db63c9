import { render } from 'preact';
import { browser } from 'wxt/browser';
import { ownLanguage } from '../../components/time';
import { useTranslator, words } from '../../lib/words';
import { SampleConsole } from './SampleConsole';
import '../../components/theme.css';
import '../../components/form.css';
import '../../components/page.css';
import './sample.css';

useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
Object.assign(document.documentElement, ownLanguage());
document.title = words('sampleTitle');
const root = document.getElementById('root');
if (root) render(<SampleConsole />, root);
