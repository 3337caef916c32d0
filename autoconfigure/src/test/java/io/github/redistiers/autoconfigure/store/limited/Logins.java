package io.github.redistiers.autoconfigure.store.limited;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.ratelimit.RateLimitRepository;

@StoreRepository("logins")
public interface Logins extends RateLimitRepository {

}
