/**
 * What is decided when an application is processed ahead of time.
 * <p>
 * Called by: Spring's processing ahead of time, and the code that it generates. Calls:
 * where tiers have their addresses. When Redis is slow or gone: nothing is noticed here.
 * Never: connects.
 */
@NullMarked
package io.github.redistiers.boot.aot;

import org.jspecify.annotations.NullMarked;
