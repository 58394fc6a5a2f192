import hashlib, hmac, time

def verify(secret, headers, raw_body):
    timestamp = headers.get("x-vindex-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    signed = timestamp.encode() + b"." + raw_body
    expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    given = headers.get("x-vindex-signature", "").split(",")
    return any(hmac.compare_digest(part.strip().encode(), expected.encode()) for part in given)
