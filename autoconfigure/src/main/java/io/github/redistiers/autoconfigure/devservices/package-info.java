/**
 * When devservices is there, and with which values.
 * <p>
 * Called by: Spring Boot. Calls: core. When Redis is slow or gone: nothing here notices.
 * Never: holds behaviour.
 */
@NullMarked
package io.github.redistiers.autoconfigure.devservices;

import org.jspecify.annotations.NullMarked;
