//! What can be wrong with a QR code.

use super::super::knob::choices;

choices! {
    /// What a request for a QR code gets instead of its image.
    pub enum QrFault {
        /// Nothing: the image.
        None = "none", "an image";
        /// An answer as if all were well, whose image is none.
        NoImage = "no-image", "no image";
        /// The application lacks this product.
        NoProduct = "no-product", "no product";
        /// The gateway's 429.
        Spike = "spike", "429";
        /// "Internal Server Error".
        InternalError = "internal-error", "an error";
        /// The connection is cut.
        LostAnswer = "lost-answer", "no answer";
        /// The token is called invalid although it is good.
        InvalidToken = "invalid-token", "invalid token";
    }
}
