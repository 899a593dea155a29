/** Random ids, which say nothing about the person or the moment. */

/** @param {Uint8Array} bytes */
export const hex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Draw 128 random bits. */
export const randomBytes = () => crypto.getRandomValues(new Uint8Array(16));
