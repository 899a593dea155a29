/** Ids made in the browser: random ones for people, time-ordered ones for events. */

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Draw 128 random bits that say nothing about the person or the moment. */
export const randomId = () => hex(crypto.getRandomValues(new Uint8Array(16)));

/**
 * Make a UUIDv7 (RFC 9562): 48 bits of milliseconds, then random.
 * @param {number} now milliseconds since 1970
 */
export function uuid7(now) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x10000));
  new DataView(bytes.buffer).setUint16(4, now % 0x10000);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
