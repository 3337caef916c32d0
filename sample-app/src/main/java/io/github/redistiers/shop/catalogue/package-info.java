/**
 * The products: a database is their source, the cache tier holds copies.
 * <p>
 * Called by: the pages. Calls: the database, and the cache by annotation. When Redis is
 * slow or gone: the database answers. Never: touches the store tier.
 */
@NullMarked
package io.github.redistiers.shop.catalogue;

import org.jspecify.annotations.NullMarked;
