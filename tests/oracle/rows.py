"""The rows of a ledger in their order, and the lists they belong to."""

from __future__ import annotations

S1, S2 = "new_product_new_account", "existing_product_new_account"
S3, S4 = "new_product_existing_account", "additional_product_existing_account"
UNIDENTIFIED, CREDITS, CURRENCY = "unidentified", "credits_only", "currency"
RETURNED, RESUMED, DROPPED, LOST = "returned_account", "resumed_product", "dropped_product", "lost_account"
PRICE_GAIN, VOLUME_GAIN, PRICE_LOSS, VOLUME_LOSS = "price_gain", "volume_gain", "price_loss", "volume_loss"
RECEIVED, HANDED_OVER = "received", "handed_over"

ROWS = (
    UNIDENTIFIED,
    S1,
    S2,
    S3,
    S4,
    RETURNED,
    RESUMED,
    PRICE_GAIN,
    VOLUME_GAIN,
    PRICE_LOSS,
    VOLUME_LOSS,
    DROPPED,
    LOST,
    CREDITS,
    CURRENCY,
    RECEIVED,
    HANDED_OVER,
)
REPEAT = "repeat"
REPEAT_ROWS = (PRICE_GAIN, VOLUME_GAIN, PRICE_LOSS, VOLUME_LOSS)
AMOUNTS_ONLY = (*REPEAT_ROWS, CURRENCY, RECEIVED, HANDED_OVER)
SOURCES = (S1, S2, S3, S4)
GAIN = (*SOURCES, RETURNED, RESUMED, PRICE_GAIN, VOLUME_GAIN)
LOSS = (LOST, DROPPED, PRICE_LOSS, VOLUME_LOSS)
OTHER = (CREDITS, UNIDENTIFIED, CURRENCY)
