import { createHash } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pkijs from 'pkijs';

/** The two certificates a closure carries, DER. */
export interface Certificates {
  readonly device: Uint8Array;
  readonly root: Uint8Array;
}

const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
/** A buffer of its own for libraries that take the whole of it. */
const own = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

/**
 * Signed attributes of PAdES-B-B (EN 319 142-1, 6.3) over a document with this SHA-256: content type, message digest
 * and signing-certificate-v2 (RFC 5035). No signing time: PAdES has it in the PDF. In the order DER asks of a set.
 */
function signedAttributes(
  certificate: pkijs.Certificate,
  der: Uint8Array,
  digest: Uint8Array,
): pkijs.SignedAndUnsignedAttributes {
  const issuer = new asn1.Constructed({
    idBlock: { tagClass: 3, tagNumber: 4 },
    value: [certificate.issuer.toSchema()],
  });
  const certificateId = new asn1.Sequence({
    value: [
      new asn1.OctetString({ valueHex: own(sha256(der)) }),
      new asn1.Sequence({ value: [new asn1.Sequence({ value: [issuer] }), certificate.serialNumber] }),
    ],
  });
  const attribute = (type: string, value: asn1.BaseBlock): pkijs.Attribute =>
    new pkijs.Attribute({ type, values: [value] });
  return new pkijs.SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      attribute(oid.contentType, new asn1.ObjectIdentifier({ value: oid.data })),
      attribute(oid.messageDigest, new asn1.OctetString({ valueHex: own(digest) })),
      attribute(
        oid.signingCertificateV2,
        new asn1.Sequence({ value: [new asn1.Sequence({ value: [certificateId] })] }),
      ),
    ],
  });
}

/** The bytes that the device's key signs: the attributes as an explicit SET OF (RFC 5652, 5.4). */
export function bytesToSign(certificates: Certificates, digest: Uint8Array): Uint8Array {
  const certificate = pkijs.Certificate.fromBER(own(certificates.device));
  const bytes = new Uint8Array(signedAttributes(certificate, certificates.device, digest).toSchema().toBER());
  bytes[0] = 0x31;
  return bytes;
}

/** The whole CMS container, DER: the same digest, certificates and signature value always give the same bytes. */
export function buildContainer(
  certificates: Certificates,
  digest: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  const certificate = pkijs.Certificate.fromBER(own(certificates.device));
  const sha = new pkijs.AlgorithmIdentifier({ algorithmId: oid.sha256 });
  const signed = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [sha],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates: [certificate, pkijs.Certificate.fromBER(own(certificates.root))],
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        digestAlgorithm: sha,
        signedAttrs: signedAttributes(certificate, certificates.device, digest),
        signatureAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 }),
        signature: new asn1.OctetString({ valueHex: own(signature) }),
      }),
    ],
  });
  const content = new pkijs.ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
}

/** What a checker takes out of a container before it builds the same one anew. Throws when it is none. */
export function readContainer(bytes: Uint8Array): {
  readonly device: Uint8Array;
  readonly signature: Uint8Array;
  readonly length: number;
} {
  const parsed = asn1.fromBER(own(bytes));
  if (parsed.offset < 0) throw new Error('The signature container is not DER.');
  const signed = new pkijs.SignedData({ schema: new pkijs.ContentInfo({ schema: parsed.result }).content });
  const [certificate] = signed.certificates ?? [];
  const [signer] = signed.signerInfos;
  if (!(certificate instanceof pkijs.Certificate) || signer === undefined)
    throw new Error('The container holds no signer.');
  return {
    device: new Uint8Array(certificate.toSchema().toBER()),
    signature: new Uint8Array(signer.signature.valueBlock.valueHexView),
    length: parsed.offset,
  };
}
