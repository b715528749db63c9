import { fileURLToPath } from 'node:url';
import { installPackage } from '../install-package';

// Before Playwright starts: its workers would install the component libraries twice.
installPackage(fileURLToPath(new URL('.', import.meta.url)));
