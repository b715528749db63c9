/** The platform on a port of this machine, with a certificate made on the spot. */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Platform } from './platform';

const run = promisify(execFile);

/** A self-signed pair as PEM. `spki` is what Chromium's `--ignore-certificate-errors-spki-list` takes. */
export type Certificate = { key: string; cert: string; spki: string };

/** Makes a key and a certificate with openssl; nothing of it stays on disk. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  try {
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const subject = ['-subj', '/CN=stand-in', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    await run('openssl', ['req', '-x509', ...curve, '-days', '2', '-keyout', keyFile, '-out', certFile, ...subject]);
    const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')]);
    const publicKey = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
    return { key, cert, spki: createHash('sha256').update(publicKey).digest('base64') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export type RunningServer = { port: number; certificate: Certificate; close(): Promise<void> };

/** Serves the platform on 127.0.0.1; port 0 (the default) takes a free one. */
export async function startServer(options: { platform: Platform; port?: number }): Promise<RunningServer> {
  const certificate = await makeCertificate();
  const server = createServer({ key: certificate.key, cert: certificate.cert }, options.platform.listener);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    certificate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
