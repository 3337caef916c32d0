/**
 * What is shipped for those who run the servers: what the documentation has of
 * dashboards, alerts, units and manifests is what exists and what starts.
 */
@NullMarked
package io.github.redistiers.operators;

import org.jspecify.annotations.NullMarked;
