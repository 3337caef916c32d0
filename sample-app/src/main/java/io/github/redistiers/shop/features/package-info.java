/**
 * The parts of pages that some visitors see and others do not yet.
 * <p>
 * Called by: the pages. Calls: nothing; the starter implements what is declared here.
 * When Redis is slow or gone: the flags stay as they were. Never: decides by chance.
 */
@NullMarked
package io.github.redistiers.shop.features;

import org.jspecify.annotations.NullMarked;
