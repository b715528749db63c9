import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A self-signed pair for one run. `spki` is the fingerprint that `--ignore-certificate-errors-spki-list` takes. */
export type Certificate = { key: string; cert: string; spki: string };

// The few pieces of X.509 (RFC 5280) that a self-signed certificate needs, in DER. Written here because openssl is
// not on every machine that runs `npm start`.
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const integer = (value: number) => der(0x02, Buffer.from([value]));
const time = (date: Date) => der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const commonName = der(0x06, Buffer.from('550403', 'hex'));
const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('Sidelight test')))));

/** Valid for a week around now; made anew for each run, so that no key is ever committed. */
export function makeCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const publicDer = publicKey.export({ type: 'spki', format: 'der' });
  const day = 24 * 60 * 60 * 1000;
  const validity = sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + 7 * day)));
  const body = sequence(der(0xa0, integer(2)), integer(1), ecdsaWithSha256, name, validity, name, publicDer);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const whole = sequence(body, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END CERTIFICATE-----\n`,
    spki: createHash('sha256').update(publicDer).digest('base64'),
  };
}
