import Crypto
import Documents

/// The SHA-256 of some bytes, in small hexadecimal digits.
package func hexSHA256(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimal }

/// The SHA-256 of a text in UTF-8, in small hexadecimal digits.
package func hexSHA256(_ text: String) -> String { hexSHA256(Array(text.utf8)) }
