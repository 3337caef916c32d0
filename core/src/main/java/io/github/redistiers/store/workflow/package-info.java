/**
 * States of workflows on the store tier.
 * <p>
 * Called by: applications, through the interfaces they declare. Calls: script. When Redis
 * is slow or gone: a call fails with a named exception. Never: makes a transition that is
 * not in the table, or one event's twice while it is remembered.
 */
@NullMarked
package io.github.redistiers.store.workflow;

import org.jspecify.annotations.NullMarked;
